using System.Diagnostics;

namespace StatesLanguage;

/// <summary>A Node process that runs <c>worker.mjs</c>.</summary>
internal sealed class NodeWorker : IDisposable
{
    private readonly Process process;

    private NodeWorker(Process process) => this.process = process;

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    public static async Task<NodeWorker> StartAsync()
    {
        var worker = new NodeWorker(NodeProcess.Start(NodeProcess.Script));
        _ = await worker.process.StandardOutput.ReadLineAsync(CancellationToken.None).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The JSONata worker ended by itself; its last words are on standard error.");
        return worker;
    }

    public async Task SendAsync(JsonataRequest request)
    {
        using var line = new Utf8Buffer();
        JsonObject.Of(
            ("expressions", JsonArray.Of(request.Expressions.Select(Json.Of))),
            ("bindings", request.Bindings),
            ("seed", Json.Of(request.Seed)),
            ("now", Json.Of(request.Now.ToUnixTimeMilliseconds()))).Write(line);
        line.Write((byte)'\n');
        var input = process.StandardInput.BaseStream;
        await input.WriteAsync(line.WrittenMemory).ConfigureAwait(false);
        await input.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>The next answer.</summary>
    /// <returns>And whether the worker can go on: not after an answer that did not come.</returns>
    public async Task<(JsonataAnswer Answer, bool GoesOn)> ReadAsync(TimeSpan limit)
    {
        using var tooLong = new CancellationTokenSource(limit, TimeProvider.System);
        try
        {
            return await process.StandardOutput.ReadLineAsync(tooLong.Token).ConfigureAwait(false) is { } line
                ? (Answer((JsonObject)Json.Parse(line)), true)
                : (new JsonataAnswer.Failed("Node.js ended before it answered."), false);
        }
        catch (OperationCanceledException)
        {
            return (new JsonataAnswer.TimedOut(), false);
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private static JsonataAnswer Answer(JsonObject line) =>
        line.TryGet("value", out var value) ? new JsonataAnswer.Value(value)
        : line.TryGet("error", out var error) ? new JsonataAnswer.Failed(((JsonString)error).Value)
        : line.TryGet("undefined", out _) ? new JsonataAnswer.Undefined()
        : new JsonataAnswer.Unsupported();
}
