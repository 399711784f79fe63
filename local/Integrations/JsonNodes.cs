using System.Text.Json;
using System.Text.Json.Nodes;
using JsonValues;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace Local.Integrations;

/// <summary>Turns the lake's answers into the interpreter's JSON.</summary>
internal static class JsonNodes
{
    public static Json ToJson(this JsonNode? node) => node switch
    {
        null => Json.Null,
        JsonObject members => members.ToJson(),
        JsonArray items => JsonValues.JsonArray.Of(items.Select(ToJson)),
        _ when node.GetValueKind() == JsonValueKind.String => Json.Of(node.GetValue<string>()),
        _ => Json.Parse(node.ToJsonString()),
    };

    public static JsonValues.JsonObject ToJson(this JsonObject members)
    {
        var builder = new JsonValues.JsonObject.Builder(members.Count);
        foreach (var (name, value) in members)
        {
            builder.Add(name, value.ToJson());
        }

        return builder.Build();
    }
}
