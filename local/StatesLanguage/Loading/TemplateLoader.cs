using System.Collections.Immutable;
using StatesLanguage.Intrinsics;

namespace StatesLanguage.Loading;

/// <summary>Reads payload templates: JSON with <c>name.$</c> members in JSONPath, with <c>{% %}</c> texts in JSONata.</summary>
internal static class TemplateLoader
{
    /// <param name="node">The template; may be missing.</param>
    /// <param name="language">The state's query language.</param>
    /// <param name="field">The name of the place in messages about JSONata; without it, the node's own name.</param>
    public static Template? Read(DefinitionNode node, QueryLanguage language, string? field = null) =>
        !node.Exists ? null
        : language == QueryLanguage.Jsonata ? Jsonata(node, field ?? Name(node))
        : JsonPath(node);

    /// <summary>A path, or for fields that take one an intrinsic function; null after a report when it is neither.</summary>
    public static Template? ReadPath(DefinitionNode node, bool takesIntrinsics = false)
    {
        var text = node.Text();
        if (text is null)
        {
            return null;
        }

        var source = Source(Name(node), text, takesIntrinsics);
        if (source is null)
        {
            node.Report(takesIntrinsics
                ? "Value is not a valid JSONPath or a valid intrinsic function call"
                : "Value is not a valid JSONPath");
        }

        return source;
    }

    public static JsonPath? ReadReference(DefinitionNode node)
    {
        if (!StatesLanguage.JsonPath.TryParse(node.Text() ?? "", out var path) || !path.IsReference || path.Root is not PathRoot.Input)
        {
            node.Report("Value is not a valid Reference Path");
            return null;
        }

        return path;
    }

    /// <summary>A value as it stands or, in JSONata, as an expression gives it.</summary>
    public static Setting? ReadSetting(DefinitionNode node, QueryLanguage language) => !node.Exists ? null
        : language == QueryLanguage.Jsonata && node.Value is JsonString ? new Setting(Name(node), Jsonata(node, Name(node)))
        : new Setting(Name(node), new Template.Literal(node.Value!));

    public static bool IsExpression(Json? value) => value is JsonString { Value: var text } &&
        text.StartsWith("{%", StringComparison.Ordinal) && text.EndsWith("%}", StringComparison.Ordinal) && text.Length >= 4;

    private static Template JsonPath(DefinitionNode node)
    {
        switch (node.Value)
        {
            case JsonObject owner:
                var members = ImmutableArray.CreateBuilder<KeyValuePair<string, Template>>();
                foreach (var (name, _) in owner)
                {
                    members.Add(Member(node, name));
                }

                return Fold(node.Value, new Template.Object(members.ToImmutable()));
            case JsonArray:
                return Fold(node.Value, new Template.Array([.. node.Items.Select(JsonPath)]));
            default:
                return new Template.Literal(node.Value!);
        }
    }

    private static KeyValuePair<string, Template> Member(DefinitionNode owner, string name)
    {
        if (!name.EndsWith(".$", StringComparison.Ordinal))
        {
            return new(name, JsonPath(owner[name]));
        }

        var source = owner[name].Value is JsonString { Value: var text } ? Source(name, text, takesIntrinsics: true) : null;
        if (source is null)
        {
            owner.Report($"The value for the field '{name}' must be a valid JSONPath or a valid intrinsic function call");
        }

        return new(name[..^2], source ?? new Template.Literal(Json.Null));
    }

    private static Template? Source(string field, string text, bool takesIntrinsics)
    {
        if (StatesLanguage.JsonPath.TryParse(text, out var path))
        {
            return new Template.Path(field, path);
        }

        return takesIntrinsics && IntrinsicParser.Parse(text) is { } call ? new Template.Intrinsic(field, call) : null;
    }

    private static Template Jsonata(DefinitionNode node, string field)
    {
        switch (node.Value)
        {
            case JsonObject owner:
                return Fold(node.Value, new Template.Object(
                    [.. owner.Select(member => new KeyValuePair<string, Template>(
                        member.Key, Jsonata(node[member.Key], $"{field}/{member.Key}")))]));
            case JsonArray:
                return Fold(node.Value, new Template.Array([.. node.Items.Select((item, i) => Jsonata(item, $"{field}[{i}]"))]));
            case JsonString { Value: var text } when IsExpression(node.Value):
                var expression = text[2..^2].Trim();
                node.Notes.Expressions.Add((node, expression));
                return new Template.Expression(field, expression);
            case JsonString { Value: var text } when text.StartsWith("{%", StringComparison.Ordinal) || text.EndsWith("%}", StringComparison.Ordinal):
                node.Report("Value is not a valid JSONata expression: it must start with '{%' and end with '%}'");
                return new Template.Literal(Json.Null);
            default:
                return new Template.Literal(node.Value!);
        }
    }

    // A value without a place to fill is passed on as it is, without copying.
    private static Template Fold(Json value, Template template) => template switch
    {
        Template.Object { Members: var members } when members.All(member => member.Value is Template.Literal) =>
            new Template.Literal(value),
        Template.Array { Items: var items } when items.All(item => item is Template.Literal) => new Template.Literal(value),
        _ => template,
    };

    private static string Name(DefinitionNode node) => node.Place[(node.Place.LastIndexOf('/') + 1)..];
}
