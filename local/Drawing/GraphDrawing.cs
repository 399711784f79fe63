using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Local.Drawing;

/// <summary>A graph that could not be drawn; the message says why and what helps.</summary>
internal sealed class GraphDrawingException(string message) : Exception(message);

/// <summary>Draws a graph in Node, with the very modules that a page loads.</summary>
/// <param name="node">The Node.js program.</param>
internal sealed class GraphDrawing(string node = "node")
{
    /// <summary>The folder of the modules, beside the program; <c>draw.mjs</c> exports <c>drawGraph</c>.</summary>
    public static string ModulesFolder { get; } = Path.Combine(AppContext.BaseDirectory, "drawing");

    /// <param name="states">None: the definition alone.</param>
    /// <param name="title">The picture's name for a screen reader.</param>
    /// <param name="interactive">Whether states are buttons that a page gives a meaning.</param>
    /// <returns>An <c>svg</c> element that needs nothing from outside.</returns>
    /// <exception cref="GraphDrawingException">Node is missing, or failed.</exception>
    public async Task<string> DrawAsync(
        JsonNode definition,
        IReadOnlyList<StateSummary> states,
        string title,
        bool interactive = false,
        CancellationToken cancellation = default)
    {
        var request = JsonSerializer.Serialize(new
        {
            definition,
            states = StateSummary.ToJson(states),
            options = new { title, interactive },
        }, DeepJson.Options);

        using var process = Start();
        try
        {
            var picture = process.StandardOutput.ReadToEndAsync(cancellation);
            var complaint = process.StandardError.ReadToEndAsync(cancellation);
            await WriteAsync(process, request, cancellation);
            await process.WaitForExitAsync(cancellation);

            return process.ExitCode == 0
                ? await picture
                : throw new GraphDrawingException($"Node.js could not draw the graph: {LastWords(await complaint)}");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private Process Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo(node, [Path.Combine(ModulesFolder, "main.mjs")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            })!;
        }
        catch (Win32Exception)
        {
            throw new GraphDrawingException(
                $"'{node}' was not found, and it draws the graph. Install Node.js 20 or later (https://nodejs.org), "
                + "or write the graph as a .mmd file, which needs no Node.");
        }
    }

    private static async Task WriteAsync(Process process, string request, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.WriteAsync(request.AsMemory(), cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Node ended before it read everything; its exit code and last words say why.
        }
    }

    /// <summary>The line that names the error, of the trace that Node prints around it.</summary>
    private static string LastWords(string complaint)
    {
        var lines = complaint.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("Error", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "it said nothing.";
    }
}
