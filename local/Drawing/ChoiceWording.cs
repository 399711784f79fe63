using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Local.Protocol;

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

    public static string Of(JsonNode? rule) => rule switch
    {
        JsonObject when rule["Condition"] is JsonValue condition => Expression(condition.ToString()),
        JsonObject when rule["And"] is JsonArray all => string.Join(" and ", all.Select(Inner)),
        JsonObject when rule["Or"] is JsonArray any => string.Join(" or ", any.Select(Inner)),
        JsonObject when rule["Not"] is { } not => $"not {Inner(not)}",
        JsonObject comparison => Comparison(comparison),
        _ => "?",
    };

    private static string Inner(JsonNode? rule) =>
        rule is JsonObject one && (one.ContainsKey("And") || one.ContainsKey("Or") || one.ContainsKey("Not"))
            ? $"({Of(rule)})"
            : Of(rule);

    private static string Comparison(JsonObject rule)
    {
        var variable = rule["Variable"]?.ToString() ?? "?";
        foreach (var (key, value) in rule)
        {
            if (Tests.TryGetValue(key, out var test))
            {
                var isNot = value is JsonValue flag && flag.TryGetValue<bool>(out var wanted) && !wanted;
                return $"{variable} is {(isNot ? "not " : "")}{test}";
            }

            if (Operator().Match(key) is { Success: true } found
                && Relations.TryGetValue(found.Groups["relation"].Value, out var sign))
            {
                return $"{variable} {sign} {(found.Groups["path"].Success ? value?.ToString() : value?.ToJsonString(PlainJson.Options))}";
            }
        }

        return "?";
    }

    private static string Expression(string text) => Spaces().Replace(Delimiters().Replace(text, ""), " ");

    [GeneratedRegex("^(?:String|Numeric|Boolean|Timestamp)(?<relation>.+?)(?<path>Path)?$")]
    private static partial Regex Operator();

    [GeneratedRegex(@"^\{%\s*|\s*%\}$")]
    private static partial Regex Delimiters();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
