namespace Chaos.Pages;

/// <summary>A page of documentation as somebody reads it who types what it says.</summary>
internal static class Page
{
    private const string Fence = "```";
    private const string Prompt = "$ ";

    /// <summary>The commands of the blocks that show a terminal, by the section that they stand in.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<PageCommand>> Terminals(string page) => Blocks(page)
        .Where(block => block.Language == "console")
        .GroupBy(block => block.Section)
        .ToDictionary(section => section.Key, section => (IReadOnlyList<PageCommand>)[.. section.SelectMany(block => Commands(Joined(block.Lines)))]);

    /// <summary>The lines of the blocks to be copied into a shell; one that ends in a backslash goes on in the next.</summary>
    public static IReadOnlyList<string> ShellLines(string page) =>
    [
        .. Blocks(page)
            .Where(block => block.Language == "sh")
            .SelectMany(block => Joined(block.Lines))
            .Where(line => line.Length > 0),
    ];

    /// <summary>The lines of the first block that shows what a command prints.</summary>
    public static IReadOnlyList<string> FirstOutput(string page) => Blocks(page).First(block => block.Language == "text").Lines;

    private static IEnumerable<Block> Blocks(string page)
    {
        var section = "";
        Block? block = null;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "pages", page)).Select(line => line.Trim()))
        {
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                block?.Lines.Add(line);
                section = block is null && line.StartsWith("## ", StringComparison.Ordinal) ? line[3..] : section;
            }
            else if (block is null)
            {
                block = new(section, line[Fence.Length..], []);
            }
            else
            {
                yield return block;
                block = null;
            }
        }
    }

    // One that ends in a backslash goes on in the next.
    private static string[] Joined(List<string> lines) => string.Join('\n', lines).Replace("\\\n", "", StringComparison.Ordinal).Split('\n');

    private static IEnumerable<PageCommand> Commands(string[] lines)
    {
        for (var at = 0; at < lines.Length;)
        {
            Assert.StartsWith(Prompt, lines[at], StringComparison.Ordinal);
            var shown = lines.Skip(at + 1).TakeWhile(line => !line.StartsWith(Prompt, StringComparison.Ordinal)).ToList();
            yield return PageCommand.Read(lines[at][Prompt.Length..], shown);
            at += 1 + shown.Count;
        }
    }

    private sealed record Block(string Section, string Language, List<string> Lines);
}
