using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using JsonValues;

namespace Local.Protocol;

/// <summary>The names that an operation's request may have, at every depth.</summary>
internal sealed partial class RequestFields
{
    private readonly Dictionary<string, RequestFields?> members = new(StringComparer.Ordinal);
    private readonly bool isMap;

    private RequestFields(bool isMap) => this.isMap = isMap;

    /// <param name="names">
    /// Names between blanks. What a structure, or each of a list of structures, may have follows its name in round brackets, and what each
    /// value of a map may have in curly ones.
    /// </param>
    public static RequestFields Parse(string names) => Parse(new(Name().Matches(names).Select(match => match.Value)), isMap: false);

    /// <summary>The names of a type that a request is read into, and of the types of its members.</summary>
    public static RequestFields Of(JsonTypeInfo type) => Of(type, isMap: false);

    /// <summary>The names that stand in a request and are not among these, in the order of the request.</summary>
    public IEnumerable<string> UnknownIn(Json value) => value switch
    {
        JsonArray items => items.SelectMany(UnknownIn),
        JsonObject entries when isMap => entries.SelectMany(entry => Unknown((entry.Value as JsonObject) ?? JsonObject.Empty)),
        JsonObject request => Unknown(request),
        _ => [],
    };

    private IEnumerable<string> Unknown(JsonObject request) => request.SelectMany(member =>
        !members.TryGetValue(member.Key, out var inner) ? [member.Key] : inner?.UnknownIn(member.Value) ?? []);

    private static RequestFields Parse(Queue<string> names, bool isMap)
    {
        var fields = new RequestFields(isMap);
        while (names.TryDequeue(out var name) && name is not (")" or "}"))
        {
            fields.members[name] = names.TryPeek(out var next) && next is "(" or "{" ? Parse(names, isMap: names.Dequeue() == "{") : null;
        }

        return fields;
    }

    private static RequestFields Of(JsonTypeInfo type, bool isMap)
    {
        var fields = new RequestFields(isMap);
        foreach (var property in type.Properties)
        {
            var value = type.Options.GetTypeInfo(property.PropertyType);
            var inner = value.ElementType is { } element ? type.Options.GetTypeInfo(element) : value;
            fields.members[property.Name] = inner.Kind == JsonTypeInfoKind.Object ? Of(inner, value.Kind == JsonTypeInfoKind.Dictionary) : null;
        }

        return fields;
    }

    [GeneratedRegex(@"\w+|[(){}]")]
    private static partial Regex Name();
}
