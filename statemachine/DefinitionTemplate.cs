using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workflow;

/// <summary>
/// Puts values in the place of the <c>${Name}</c> tokens of a state machine definition.
/// </summary>
/// <remarks>
/// The file is valid JSON before and after. A string that is one token and nothing else becomes the value itself, so
/// that a number stays a number; inside a longer string a token becomes the value's text.
/// </remarks>
public static partial class DefinitionTemplate
{
    /// <summary>The tokens of a definition, each once, in the order in which they stand.</summary>
    public static IReadOnlyList<string> Tokens(string definition) =>
        [.. Token().Matches(definition).Select(match => match.Groups["name"].Value).Distinct()];

    /// <summary>The definition with every token replaced, in compact JSON: the same text for the same file and values.</summary>
    /// <exception cref="WorkflowFileException">The file is not JSON, a token has no value, or a value has no token.</exception>
    public static string Substitute(string definition, IReadOnlyDictionary<string, JsonNode> values)
    {
        var tokens = Tokens(definition);
        Refuse(tokens.Except(values.Keys), "was given no value for");
        Refuse(values.Keys.Except(tokens), "does not use");

        return Replace(Parse(definition), values)!.ToJsonString(CompactJson.Options);
    }

    private static JsonNode? Parse(string definition)
    {
        try
        {
            return JsonNode.Parse(definition, documentOptions: new() { AllowDuplicateProperties = false, MaxDepth = CompactJson.Options.MaxDepth })
                ?? throw new WorkflowFileException("The definition is null, not an object.");
        }
        catch (JsonException error)
        {
            // A key that stands twice is reported without its place.
            var place = error.LineNumber is { } line ? $"line {line + 1}, byte {error.BytePositionInLine + 1}: " : "";
            throw new WorkflowFileException($"The definition is not JSON: {place}{error.Message}", error);
        }
    }

    private static JsonNode? Replace(JsonNode? node, IReadOnlyDictionary<string, JsonNode> values) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Replace(member.Value, values)))),
        JsonArray items => new JsonArray([.. items.Select(item => Replace(item, values))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Replace(value.GetValue<string>(), values),
        _ => node?.DeepClone(),
    };

    private static JsonNode Replace(string text, IReadOnlyDictionary<string, JsonNode> values)
    {
        var match = Token().Match(text);
        if (match.Success && match.Length == text.Length)
        {
            return values[match.Groups["name"].Value].DeepClone();
        }

        return Token().Replace(text, token => values[token.Groups["name"].Value].ToString());
    }

    private static void Refuse(IEnumerable<string> names, string problem)
    {
        if (string.Join(", ", names.Select(name => $"${{{name}}}")) is { Length: > 0 } list)
        {
            throw new WorkflowFileException($"The definition {problem} {list}.");
        }
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z][A-Za-z0-9]*)\}")]
    private static partial Regex Token();
}
