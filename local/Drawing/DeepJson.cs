using System.Text.Json;
using System.Text.Json.Nodes;

namespace Local.Drawing;

/// <summary>Definitions, which may nest deeper than .NET's readers and writers go by themselves.</summary>
internal static class DeepJson
{
    // The interpreter had its say when the definition came.
    public static JsonSerializerOptions Options { get; } = new() { MaxDepth = int.MaxValue };

    public static JsonNode Parse(string json) => JsonNode.Parse(json, documentOptions: new() { MaxDepth = int.MaxValue })!;
}
