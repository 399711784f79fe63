using JsonValues;
using Microsoft.ClearScript;
using Microsoft.ClearScript.JavaScript;
using Microsoft.ClearScript.V8;

namespace Local.Drawing;

/// <summary>A graph that could not be drawn; the message says why.</summary>
internal sealed class GraphDrawingException(string message, Exception cause) : Exception(message, cause);

/// <summary>Draws a graph in V8, with the very modules that a page loads.</summary>
internal static class GraphDrawing
{
    // dagre walks a graph by recursion.
    private const int StackOfThread = 16 * 1024 * 1024;
    private const int StackOfScripts = 12 * 1024 * 1024;

    /// <summary>The folder of the modules, beside the program; <c>main.mjs</c> defines <c>draw</c>.</summary>
    public static string ModulesFolder { get; } = Path.Combine(AppContext.BaseDirectory, "drawing");

    /// <param name="states">The summaries of states; without any, only the definition is drawn.</param>
    /// <param name="title">The picture's name for a screen reader.</param>
    /// <param name="interactive">Whether states are buttons, to which a page gives a meaning.</param>
    /// <returns>An <c>svg</c> element that needs nothing from outside.</returns>
    /// <exception cref="GraphDrawingException">The modules failed.</exception>
    public static Task<string> DrawAsync(
        Json definition,
        IReadOnlyList<StateSummary> states,
        string title,
        bool interactive = false,
        CancellationToken cancellation = default)
    {
        var request = JsonObject.Of(
            ("definition", definition),
            ("states", StateSummary.ToJson(states)),
            ("options", JsonObject.Of(("title", title), ("interactive", interactive)))).ToString();
        var drawn = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Complete(drawn, request, cancellation), StackOfThread) { IsBackground = true }.Start();
        return drawn.Task;
    }

    private static void Complete(TaskCompletionSource<string> drawn, string request, CancellationToken cancellation)
    {
        try
        {
            drawn.SetResult(Draw(request, cancellation));
        }
        catch (OperationCanceledException)
        {
            drawn.SetCanceled(cancellation);
        }
        catch (Exception error) when (error is ScriptEngineException or IOException)
        {
            drawn.SetException(new GraphDrawingException($"The graph could not be drawn: {error.Message}", error));
        }
        catch (Exception error)
        {
            drawn.SetException(error);
        }
    }

    private static string Draw(string request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var engine = new V8ScriptEngine { MaxRuntimeStackUsage = StackOfScripts };
        engine.DocumentSettings.AccessFlags = DocumentAccessFlags.EnableFileLoading;
        using var interruption = cancellation.Register(engine.Interrupt);
        engine.ExecuteDocument(Path.Combine(ModulesFolder, "main.mjs"), ModuleCategory.Standard);
        return (string)engine.Global.InvokeMethod("draw", request);
    }
}
