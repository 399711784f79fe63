namespace Tsplib;

/// <summary>A word of a file and the line on which it stands.</summary>
internal readonly record struct Word(string Text, int Line);

/// <summary>A TSPLIB file taken apart, its headers and sections in any order and in upper or lower case.</summary>
/// <remarks>A section's name may be followed by a colon, as tsplib95 writes it.</remarks>
internal sealed class TsplibText
{
    private const string Section = "_SECTION";

    private readonly Dictionary<string, Word> headers = [];
    private readonly Dictionary<string, List<Word>> sections = [];

    private TsplibText(string fileName) => FileName = fileName;

    public string FileName { get; }

    /// <summary>The number of the last line; 1 in an empty file.</summary>
    public int LastLine { get; private set; } = 1;

    public Word? Header(string key) => headers.TryGetValue(key, out var value) ? value : null;

    /// <summary>A section's words; null where the file has no such section.</summary>
    public IReadOnlyList<Word>? Words(string section) => sections.GetValueOrDefault(section);

    public CvrpFormatException Error(int line, string problem) => new(FileName, line, problem);

    /// <exception cref="CvrpFormatException">A line is neither a header nor a section nor a section's numbers.</exception>
    public static TsplibText Read(TextReader text, string fileName)
    {
        var file = new TsplibText(fileName);
        List<Word>? section = null;
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            file.LastLine = number;
            var content = line.Trim();
            var name = content.TrimEnd(':', ' ', '\t').ToUpperInvariant();
            if (name == "EOF")
            {
                break;
            }

            if (name.EndsWith(Section, StringComparison.Ordinal))
            {
                section = file.Begin(name);
            }
            else if (content.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                file.headers[content[..colon].TrimEnd().ToUpperInvariant()] =
                    new(content[(colon + 1)..].Trim(), file.LastLine);
            }
            else if (content.Length > 0)
            {
                file.Add(content, section);
            }
        }

        return file;
    }

    private List<Word> Begin(string name) => sections.TryAdd(name, [])
        ? sections[name]
        : throw Error(LastLine, $"{name} stands twice in the file.");

    private void Add(string content, List<Word>? section)
    {
        if (section is null || char.IsLetter(content[0]))
        {
            throw Error(LastLine, $"{content} is neither a header (KEY : value) nor a section (…{Section}).");
        }

        section.AddRange(content
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => new Word(word, LastLine)));
    }
}
