using Local.Drawing;
using LoopbackWeb;

namespace Local.ConsolePage;

/// <summary>
/// The console's files by the path a browser asks for: <c>/</c>, <c>/console/…</c>, and under <c>/console/drawing/</c> the
/// modules that draw the graph in a report too.
/// </summary>
internal static class ConsoleFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "console");

    public static PageFiles All { get; } = new(
        Path.Combine(Folder, "index.html"), ("/console/", Folder), ("/console/drawing/", GraphDrawing.ModulesFolder));
}
