using System.Globalization;
using System.Text.Json;
using Lake.S3;
using Local.Names;
using Workflow;

namespace Local.Cli;

/// <summary>What an execution of the product's state machine is asked about: readings that arrived on these days.</summary>
internal sealed record PlanningQuestion(DateOnly AsOf, int LookbackDays)
{
    private static readonly string[] Settings = ["asOf", "lookbackDays", "transitDays"];

    /// <param name="input">As the execution gets it.</param>
    /// <returns>Null where a value is no date or no number, which the execution itself says.</returns>
    /// <exception cref="UsageException">The input has a setting that there is not.</exception>
    public static PlanningQuestion? Read(string input, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(input);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            foreach (var setting in document.RootElement.EnumerateObject().Where(setting => !Settings.Contains(setting.Name)))
            {
                throw new UsageException(
                    $"--input has '{setting.Name}', and there is no such setting.{Spelling.Hint(setting.Name, Settings)} There are {string.Join(", ", Settings)}.");
            }

            return AsOfIn(document.RootElement, now) is { } asOf
                && DaysIn(document.RootElement, "lookbackDays", PipelineFacts.LookbackDays) is { } lookback
                && DaysIn(document.RootElement, "transitDays", PipelineFacts.TransitDays) is not null
                    ? new(asOf, lookback)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Looks whether there is anything to ask.</summary>
    /// <returns>What somebody should know who asks; null: nothing.</returns>
    /// <exception cref="UsageException">No reading of the lake is of these days.</exception>
    public string? Check(S3Folder lake)
    {
        var days = Days(lake);
        if (days.Count == 0)
        {
            throw new UsageException("The lake has no readings. Put some there first: 'stores' simulates them, 'ingest FILE' takes yours.");
        }

        var first = AsOf.AddDays(-LookbackDays);
        if (days.GetViewBetween(first, AsOf) is not { Count: > 0 } asked)
        {
            throw new UsageException(
                $"No reading arrived from {Day(first)} to {Day(AsOf)}, which is what asOf {Day(AsOf)} and lookbackDays {LookbackDays} ask about. "
                + $"The lake has readings from {Day(days.Min)} to {Day(days.Max)}. Ask about the last of them: "
                + $$"""start --input '{"asOf":"{{Day(days.Max)}}"}'""");
        }

        return asked.Max < AsOf ? $"No reading has arrived on {Day(AsOf)} yet; the newest arrived on {Day(asked.Max)}." : null;
    }

    private static DateOnly? AsOfIn(JsonElement input, DateTimeOffset now) => !input.TryGetProperty("asOf", out var asOf)
        ? DateOnly.FromDateTime(now.UtcDateTime)
        : asOf.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(asOf.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : null;

    // 31 days are the most that the state machine takes.
    private static int? DaysIn(JsonElement input, string setting, int usual) => !input.TryGetProperty(setting, out var value)
        ? usual
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var days) && days is >= 0 and <= 31 ? days : null;

    private static SortedSet<DateOnly> Days(S3Folder lake)
    {
        const string Prefix = "inventory/dt=";
        var days = lake.List(new(LocalNames.LakeBucket, Prefix)).Select(reading => reading.Uri.Key[Prefix.Length..].Split('/')[0]);
        return [.. days.Distinct().SelectMany(text => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? [day] : Array.Empty<DateOnly>())];
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
