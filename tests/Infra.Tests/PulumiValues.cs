using System.Collections;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi;

namespace Infra.Tests;

internal static class PulumiValues
{
    /// <summary>What a mock was given, as JSON; files and archives by their kind only.</summary>
    public static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag,
        double number => number,
        ImmutableDictionary<string, object> members => new JsonObject(
            members.OrderBy(member => member.Key, StringComparer.Ordinal)
                .Select(member => KeyValuePair.Create(member.Key, ToJson(member.Value)))),
        AssetOrArchive file => $"<{file.GetType().Name}>",
        IEnumerable items => new JsonArray([.. items.Cast<object>().Select(ToJson)]),
        _ => throw new NotSupportedException($"A mock was given a {value.GetType()}."),
    };
}
