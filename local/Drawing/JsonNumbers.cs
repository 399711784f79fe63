using System.Text.Json;
using System.Text.Json.Nodes;

namespace Local.Drawing;

/// <summary>Numbers of a document, be it parsed or built in memory, where a node gives back only the type put in.</summary>
internal static class JsonNumbers
{
    /// <returns>0 where there is no number.</returns>
    public static long Whole(this JsonNode? node) => (long)node.Number();

    /// <returns>0 where there is no number.</returns>
    public static double Number(this JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<double>(out var number) => number,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.Deserialize<double>(),
        _ => 0,
    };
}
