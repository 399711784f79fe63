using System.Collections.Immutable;

namespace StatesLanguage.Loading;

/// <summary>Reads <c>Retry</c> and <c>Catch</c>.</summary>
internal static class FailureLoader
{
    private static readonly HashSet<string> RetryFields =
        ["ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy", "Comment"];

    private static readonly HashSet<string> CatchFields =
        ["ErrorEquals", "Next", "ResultPath", "Output", "Assign", "Comment"];

    public static ImmutableArray<Retrier> Retry(DefinitionNode node)
    {
        if (!node.Exists || !node.IsArray())
        {
            return [];
        }

        CheckAll(node);
        return [.. node.Items.Where(item => item.IsObject()).Select(Retrier)];
    }

    public static ImmutableArray<Catcher> Catch(DefinitionNode node, QueryLanguage language)
    {
        if (!node.Exists || !node.IsArray())
        {
            return [];
        }

        CheckAll(node);
        return [.. node.Items.Where(item => item.IsObject()).Select((item, i) => Catcher(item, i, language))];
    }

    private static Retrier Retrier(DefinitionNode node)
    {
        node.Allow(RetryFields);
        node.Require("ErrorEquals");
        var jitter = node["JitterStrategy"].Text();
        if (jitter is not (null or "FULL" or "NONE"))
        {
            node["JitterStrategy"].Report("Value should be one of [FULL, NONE]");
        }

        var interval = node["IntervalSeconds"].Whole(0, 99_999_999) ?? 1;
        var longest = node["MaxDelaySeconds"].Whole(1, 31_622_400);
        if (longest <= interval && node.Has("IntervalSeconds"))
        {
            node["MaxDelaySeconds"].Report("Value should be greater than IntervalSeconds");
        }

        return new Retrier
        {
            Errors = Errors(node),
            Interval = TimeSpan.FromSeconds(interval),
            MaxAttempts = (int)(node["MaxAttempts"].Whole(0, 99_999_999) ?? 3),
            BackoffRate = node["BackoffRate"].Number(1, double.MaxValue) ?? 2,
            MaxDelay = longest is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Jitters = jitter == "FULL",
        };
    }

    private static Catcher Catcher(DefinitionNode node, int index, QueryLanguage language)
    {
        node.Allow(CatchFields);
        node.Require("ErrorEquals", "Next");
        return new Catcher
        {
            Errors = Errors(node),
            Next = node["Next"].Text() ?? "",
            ResultPath = DataFlowLoader.ResultPath(node["ResultPath"]),
            DropsResult = node["ResultPath"].Value is JsonNull,
            Output = TemplateLoader.Read(node["Output"], language, $"Catch[{index}]/Output"),
            Assign = DataFlowLoader.Assign(node, language, $"Catch[{index}]/Assign"),
        };
    }

    private static ImmutableArray<string> Errors(DefinitionNode node)
    {
        if (!node.Has("ErrorEquals"))
        {
            return [];
        }

        var errors = node["ErrorEquals"].Texts();
        if (errors.IsEmpty)
        {
            node["ErrorEquals"].Report("Array must have at least 1 element");
        }

        return errors;
    }

    private static void CheckAll(DefinitionNode entries)
    {
        var last = entries.Items.LastOrDefault();
        foreach (var entry in entries.Items)
        {
            var names = entry["ErrorEquals"].Items.Select(item => (item.Value as JsonString)?.Value).ToList();
            if (names.Contains(StatesError.All) && (names.Count > 1 || entry != last))
            {
                entry["ErrorEquals"].Report("States.ALL must appear alone, and in the last entry");
            }
        }
    }
}
