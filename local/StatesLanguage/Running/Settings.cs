using System.Globalization;
using StatesLanguage.Results;

namespace StatesLanguage.Running;

/// <summary>Single fields as the types their states need, with AWS's texts where they are not of that type.</summary>
internal static class Settings
{
    // Some 300 years. More outlasts every execution as well, and ends in what a date can say.
    private const long LongestSeconds = 10_000_000_000;

    /// <summary>A count such as MaxConcurrency; digits in a string count as well.</summary>
    public static async ValueTask<long?> CountAsync(this StateRun run, Setting? setting, Json input)
    {
        if (setting is null)
        {
            return null;
        }

        var value = await run.Data.EvaluateAsync(setting, input);
        return long.TryParse(Plain(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw WrongType(setting, value, "integer");
    }

    public static async ValueTask<double?> NumberAsync(this StateRun run, Setting? setting, Json input)
    {
        if (setting is null)
        {
            return null;
        }

        var value = await run.Data.EvaluateAsync(setting, input);
        return double.TryParse(Plain(value), CultureInfo.InvariantCulture, out var number)
            ? number
            : throw WrongType(setting, value, "float");
    }

    public static async ValueTask<TimeSpan?> DurationAsync(this StateRun run, Setting? setting, Json input)
    {
        var seconds = await run.CountAsync(setting, input);
        if (seconds <= 0)
        {
            throw Failure(setting!, $"The {setting!.Field} parameter references a value that is not positive: {Describe(setting, Json.Of(seconds.Value))}");
        }

        return seconds is { } length ? TimeSpan.FromSeconds(Math.Min(length, LongestSeconds)) : null;
    }

    /// <summary>The time that a Wait state waits, from now.</summary>
    public static async ValueTask<TimeSpan> DelayAsync(this StateRun run, State.Wait wait, Json input)
    {
        var value = await run.Data.EvaluateAsync(wait.Until, input);
        if (wait.IsTimestamp)
        {
            return value is JsonString text && Timestamps.TryParse(text.Value, out DateTimeOffset time)
                ? time - run.Host.Clock.GetUtcNow()
                : throw NoTimestamp(wait.Until, value);
        }

        if (value is not JsonNumber number || !number.TryGetInt64(out var seconds))
        {
            throw Failure(wait.Until, $"The {wait.Until.Field} parameter cannot be parsed as a long value: {Describe(wait.Until, value)}");
        }

        return seconds >= 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds))
            : throw Failure(wait.Until, $"The {wait.Until.Field} parameter references a negative value: {Describe(wait.Until, value)}");
    }

    /// <summary>The text of Error or Cause.</summary>
    public static async ValueTask<string?> TextAsync(this StateRun run, Setting? setting, Json input)
    {
        if (setting is null)
        {
            return null;
        }

        var value = await run.Data.EvaluateAsync(setting.Value, input);
        return value is JsonString text ? text.Value : throw WrongType(setting, value, "string");
    }

    /// <summary>The items of a Map: an array in the input, or where Items or ItemsPath says.</summary>
    public static async ValueTask<JsonArray> ItemsAsync(this StateRun run, State.Map map, Json input)
    {
        if (map.Items is null)
        {
            return input as JsonArray ?? throw (map.Language == QueryLanguage.Jsonata
                ? StateFailure.Evaluation($"Map state input must be an array but was: {input}", null)
                : StateFailure.Runtime("Reference path \"$\" must point to array."));
        }

        var value = await run.Data.EvaluateAsync(map.Items, input);
        return value switch
        {
            JsonArray items => items,
            // Members as items, for a Distributed Map.
            JsonObject owner when map.Distribution is not null =>
                JsonArray.Of(owner.Select(member => JsonObject.Of(("Key", Json.Of(member.Key)), ("Value", member.Value)))),
            _ => throw (map.Items.Value is Template.Path path
                ? StateFailure.Runtime($"Reference path \"{path.Source}\" must point to array.")
                : WrongType(map.Items, value, "array")),
        };
    }

    private static StateFailure NoTimestamp(Setting setting, Json value) => setting.Value is Template.Path
        ? StateFailure.Runtime(
            $"The {setting.Field} parameter does not reference a valid ISO-8601 extended offset date-time format string: {Describe(setting, value)}")
        : StateFailure.Evaluation(
            $"The {setting.Field} field cannot be parsed as an ISO-8601 extended offset date-time format string: {Plain(value)}", setting.Field);

    public static StateFailure WrongType(Setting setting, Json value, string type) => setting.Value switch
    {
        Template.Path path => StateFailure.Runtime(
            $"The {setting.Field} field refers to value \"{Plain(value)}\" which is not a valid {type}: {path.Source}"),
        Template.Expression expression => StateFailure.Evaluation(
            $"The JSONata expression '{expression.Text}' specified for the field '{setting.Field}' returned an unexpected result type. " +
            $"Expected '{(type is "integer" or "float" ? "number" : type)}', but was '{TypeOf(value)}' for value: {value}",
            setting.Field),
        _ => Failure(setting, $"The {setting.Field} field has value \"{Plain(value)}\" which is not a valid {type}"),
    };

    private static StateFailure Failure(Setting setting, string message) => setting.Value is Template.Expression
        ? StateFailure.Evaluation(message, setting.Field)
        : StateFailure.Runtime(message);

    private static string Describe(Setting setting, Json value) => setting.Value switch
    {
        Template.Path path => $"{path.Source} == {Plain(value)}",
        _ => Plain(value),
    };

    private static string Plain(Json value) => value is JsonString text ? text.Value : value.ToString();

    private static string TypeOf(Json value) => value switch
    {
        JsonString => "string",
        JsonNumber => "number",
        JsonBoolean => "boolean",
        JsonArray => "array",
        JsonObject => "object",
        _ => "null",
    };
}
