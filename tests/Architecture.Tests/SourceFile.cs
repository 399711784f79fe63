using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>A C# file below <c>local/</c>.</summary>
/// <param name="Path">From <c>local/</c>, with slashes.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    /// <summary>Null: the file declares none, as a program's first file.</summary>
    public string? Namespace => NamespaceLine.Match(Text) is { Success: true } found ? found.Groups[1].Value : null;

    /// <summary>The types that it declares, without nested ones.</summary>
    public IEnumerable<string> Types => TypeLine.Matches(Text).Select(found => found.Groups["name"].Value);

    public bool HasPublicTypes => TypeLine.Matches(Text).Any(found => found.Value.StartsWith("public ", StringComparison.Ordinal));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine { get; }

    [GeneratedRegex(@"^(?:\w+ )*(?:class|record|struct|interface|enum) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeLine { get; }

    public static IReadOnlyList<SourceFile> All([CallerFilePath] string here = "")
    {
        var local = System.IO.Path.GetFullPath("../../../local", here);
        return [.. Directory.EnumerateFiles(local, "*.cs", SearchOption.AllDirectories)
            .Select(path => System.IO.Path.GetRelativePath(local, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Select(path => new SourceFile(path, File.ReadAllText(System.IO.Path.Combine(local, path))))];
    }
}
