using System.Text.Json.Nodes;

namespace Chaos.Reading;

/// <summary>A journal as anyone can read it: a checksum of eight digits, a space, JSON; the last line may be torn.</summary>
internal static class JournalText
{
    private const int Checksum = 9;

    public static IEnumerable<JsonNode> Records(string path) =>
        !File.Exists(path) ? [] : Lines(File.ReadAllText(path)).Skip(1).Select(line => JsonNode.Parse(line[Checksum..])!);

    private static string[] Lines(string text) => text.Split('\n')[..^1];
}
