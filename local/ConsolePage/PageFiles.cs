using System.Collections.Frozen;
using Local.Drawing;

namespace Local.ConsolePage;

/// <summary>A file of the console and what a browser is told of it.</summary>
internal sealed record PageFile(string Path, string ContentType);

/// <summary>
/// The console's files by the path a browser asks for: <c>/</c>, <c>/console/…</c>, and under <c>/console/drawing/</c>
/// the modules that draw the graph in a report too. Found once, so that no path leads anywhere else.
/// </summary>
internal static class PageFiles
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, PageFile> Files = Under(Folder, "/console/")
        .Concat(Under(GraphDrawing.ModulesFolder, "/console/drawing/"))
        .Append(new("/", new(Path.Combine(Folder, "index.html"), Types[".html"])))
        .ToFrozenDictionary();

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "console");

    /// <returns>Null where there is no such file.</returns>
    public static PageFile? Find(string path) => Files.GetValueOrDefault(path);

    private static IEnumerable<KeyValuePair<string, PageFile>> Under(string folder, string prefix) =>
        from file in Directory.EnumerateFiles(folder)
        where Types.ContainsKey(Path.GetExtension(file))
        select KeyValuePair.Create($"{prefix}{Path.GetFileName(file)}", new PageFile(file, Types[Path.GetExtension(file)]));
}
