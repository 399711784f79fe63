using System.Globalization;
using System.Text.RegularExpressions;

namespace Chaos.Pages;

/// <summary>A command as a page shows it, and what it is said to print.</summary>
/// <param name="ExitCode">0, unless a comment behind the command says what it ends with.</param>
/// <param name="Shown">Lines of its output, in their order; between them there may be others. <c>…</c> stands for anything.</param>
internal sealed partial record PageCommand(string Text, int ExitCode, IReadOnlyList<string> Shown)
{
    public static PageCommand Read(string line, IReadOnlyList<string> shown) => Comment().Match(line) is { Success: true } comment
        ? new(line[..comment.Index], comment.Groups["code"] is { Success: true } code ? int.Parse(code.Value, CultureInfo.InvariantCulture) : 0, shown)
        : new(line, 0, shown);

    /// <returns>The first line shown that the output does not have where it should; null where it has all.</returns>
    public string? Missing(string output)
    {
        var lines = new Queue<string>(output.Split('\n').Select(line => line.Trim()));
        foreach (var line in Shown)
        {
            var pattern = $"^{Regex.Escape(line).Replace("…", ".*", StringComparison.Ordinal)}$";
            while (!lines.TryDequeue(out var printed) || !Regex.IsMatch(printed, pattern))
            {
                if (lines.Count == 0)
                {
                    return line;
                }
            }
        }

        return null;
    }

    [GeneratedRegex(@"\s+# (ends with (?<code>\d+)|.*)$")]
    private static partial Regex Comment();
}
