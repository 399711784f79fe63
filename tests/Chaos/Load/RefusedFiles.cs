using System.Text.Json.Nodes;

namespace Chaos.Load;

/// <summary>What a stream could not convert, under <c>errors/</c>.</summary>
internal static class RefusedFiles
{
    public static IEnumerable<JsonNode> Lines(string data) =>
        Directory.EnumerateFiles(Path.Combine(data, "s3"), "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("format-conversion-failed", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Select(line => JsonNode.Parse(line)!);
}
