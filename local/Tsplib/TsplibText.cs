namespace Tsplib;

/// <summary>A word of a file and the line on which it stands.</summary>
internal readonly record struct Word(string Text, int Line);

/// <summary>A TSPLIB file taken apart, its headers and sections in any order and in upper or lower case.</summary>
/// <remarks>A section's name may be followed by a colon, as tsplib95 writes it.</remarks>
internal sealed class TsplibText
{
    private const string Section = "_SECTION";

    private readonly Dictionary<string, Word> headers = [];
    private readonly Dictionary<string, (int Line, List<Word> Words)> sections = [];

    private TsplibText(string fileName) => FileName = fileName;

    public string FileName { get; }

    /// <summary>The number of the last line; 1 in an empty file.</summary>
    public int LastLine { get; private set; } = 1;

    public Word? Header(string key) => headers.TryGetValue(key, out var value) ? value : null;

    /// <summary>The names of the sections and the lines on which they begin.</summary>
    public IEnumerable<Word> Sections => sections.Select(section => new Word(section.Key, section.Value.Line));

    /// <summary>A section's words; null where the file has no such section.</summary>
    public IReadOnlyList<Word>? Words(string section) => sections.GetValueOrDefault(section).Words;

    public CvrpFormatException Error(int line, string problem) => new(FileName, line, problem);

    /// <exception cref="CvrpFormatException">
    /// A line is neither a header nor a section nor a section's numbers, or a header stands twice with different values.
    /// </exception>
    public static TsplibText Read(TextReader text, string fileName)
    {
        var file = new TsplibText(fileName);
        List<Word>? section = null;
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            file.LastLine = number;
            var content = line.Trim();
            if (content.Length == 0)
            {
                continue;
            }

            var (key, value, hasColon) = TakenApart(content);
            if (key == "EOF")
            {
                break;
            }

            if (key.EndsWith(Section, StringComparison.Ordinal))
            {
                // The first numbers may stand on the same line: DEPOT_SECTION : 1 -1.
                section = file.Begin(key);
                file.Add(value, section);
            }
            else if (char.IsLetter(content[0]) && (hasColon || (section is null && value.Length > 0)))
            {
                file.Put(key, new(value, file.LastLine));
            }
            else if (section is null || char.IsLetter(content[0]))
            {
                throw file.Error(file.LastLine, $"{content} is neither a header (KEY : value) nor a section (…{Section}).");
            }
            else
            {
                file.Add(content, section);
            }
        }

        return file;
    }

    /// <summary>
    /// The key ends at a colon or a blank, as LKH and Concorde read it: KEY : value, KEY: value, and above the sections also KEY value.
    /// </summary>
    private static (string Key, string Value, bool HasColon) TakenApart(string content)
    {
        var end = content.AsSpan().IndexOfAny(": \t");
        if (end < 0)
        {
            return (content.ToUpperInvariant(), "", false);
        }

        var rest = content[end..].TrimStart();
        var hasColon = rest.StartsWith(':');
        return (content[..end].ToUpperInvariant(), (hasColon ? rest[1..] : rest).Trim(), hasColon);
    }

    private void Put(string key, Word value)
    {
        if (headers.TryGetValue(key, out var first) && first.Text != value.Text && key != "COMMENT")
        {
            throw Error(value.Line, $"{key} is {value.Text}, and {first.Text} on line {first.Line}: leave one of them.");
        }

        headers[key] = value;
    }

    private List<Word> Begin(string name) => sections.TryAdd(name, (LastLine, []))
        ? sections[name].Words
        : throw Error(LastLine, $"{name} stands twice in the file.");

    private void Add(string content, List<Word> section) => section.AddRange(content
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Select(word => new Word(word, LastLine)));
}
