using System.Text.RegularExpressions;
using JsonValues;

namespace Local.Drawing;

/// <summary>A choice rule in words a person reads, as the picture's own <c>wording.mjs</c> says it.</summary>
internal static partial class ChoiceWording
{
    private static readonly Dictionary<string, string> Relations = new(StringComparer.Ordinal)
    {
        ["Equals"] = "=",
        ["LessThan"] = "<",
        ["LessThanEquals"] = "≤",
        ["GreaterThan"] = ">",
        ["GreaterThanEquals"] = "≥",
        ["Matches"] = "matches",
    };

    private static readonly Dictionary<string, string> Tests = new(StringComparer.Ordinal)
    {
        ["IsPresent"] = "present",
        ["IsNull"] = "null",
        ["IsNumeric"] = "a number",
        ["IsString"] = "a string",
        ["IsBoolean"] = "a boolean",
        ["IsTimestamp"] = "a timestamp",
    };

    public static string Of(Json? rule) => rule switch
    {
        JsonObject one when one["Condition"] is (JsonString or JsonBoolean or JsonNumber) and var condition => Expression(Text(condition)),
        JsonObject one when one["And"] is JsonArray all => string.Join(" and ", all.Select(Inner)),
        JsonObject one when one["Or"] is JsonArray any => string.Join(" or ", any.Select(Inner)),
        JsonObject one when one["Not"] is { } not and not JsonNull => $"not {Inner(not)}",
        JsonObject comparison => Comparison(comparison),
        _ => "?",
    };

    private static string Inner(Json rule) =>
        rule is JsonObject one && (one["And"] ?? one["Or"] ?? one["Not"]) is not null
            ? $"({Of(rule)})"
            : Of(rule);

    private static string Comparison(JsonObject rule)
    {
        var variable = rule["Variable"] is { } named ? Text(named) : "?";
        foreach (var (key, value) in rule)
        {
            if (Tests.TryGetValue(key, out var test))
            {
                var isNot = value is JsonBoolean { Value: false };
                return $"{variable} is {(isNot ? "not " : "")}{test}";
            }

            if (Operator().Match(key) is { Success: true } found
                && Relations.TryGetValue(found.Groups["relation"].Value, out var sign))
            {
                return $"{variable} {sign} {(found.Groups["path"].Success ? Text(value) : value.ToString())}";
            }
        }

        return "?";
    }

    private static string Text(Json value) => value is JsonString text ? text.Value : value.ToString();

    private static string Expression(string text) => Spaces().Replace(Delimiters().Replace(text, ""), " ");

    [GeneratedRegex("^(?:String|Numeric|Boolean|Timestamp)(?<relation>.+?)(?<path>Path)?$")]
    private static partial Regex Operator();

    [GeneratedRegex(@"^\{%\s*|\s*%\}$")]
    private static partial Regex Delimiters();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
