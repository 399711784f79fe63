namespace Infra.Tests;

/// <summary>The configuration of a stack of the repository.</summary>
internal static class StackFile
{
    private const string Namespace = "streaming-analytics:";

    /// <summary>The values of <c>Pulumi.&lt;stack&gt;.yaml</c>, without the project's name before the key.</summary>
    public static Dictionary<string, string> Read(string stack) =>
        Lines($"Pulumi.{stack}.yaml")
            .Select(line => line.Trim())
            .Where(line => line.StartsWith(Namespace, StringComparison.Ordinal))
            .Select(line => line[Namespace.Length..].Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>Keys, defaults and descriptions of <c>Pulumi.yaml</c>.</summary>
    public static IReadOnlyList<(string Key, string Default, string Meaning)> Schema()
    {
        var lines = Lines("Pulumi.yaml").Select(line => line.Trim()).ToList();
        return
        [
            .. lines.Index()
                .Where(line => line.Item.StartsWith(Namespace, StringComparison.Ordinal))
                .Select(line => (
                    line.Item[Namespace.Length..].TrimEnd(':'),
                    After("default:", lines[line.Index + 2]).Trim('"'),
                    After("description:", lines[line.Index + 3]))),
        ];
    }

    private static string After(string word, string line)
    {
        Assert.StartsWith(word, line, StringComparison.Ordinal);
        return line[word.Length..].Trim();
    }

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "stacks", file));
}
