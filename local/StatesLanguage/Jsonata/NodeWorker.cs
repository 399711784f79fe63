using System.Diagnostics;

namespace StatesLanguage;

/// <summary>A Node process that runs <c>worker.mjs</c>.</summary>
internal sealed class NodeWorker : IDisposable
{
    private readonly Process process;

    private NodeWorker(Process process) => this.process = process;

    public static async Task<NodeWorker> StartAsync()
    {
        var worker = new NodeWorker(NodeProcess.Start(NodeProcess.Script));
        _ = await worker.LineAsync(CancellationToken.None).ConfigureAwait(false);
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

    /// <summary>The next answer; null when it does not come in time.</summary>
    public async Task<JsonataAnswer?> ReadAsync(TimeSpan limit)
    {
        using var tooLong = new CancellationTokenSource(limit, TimeProvider.System);
        try
        {
            return Answer((JsonObject)Json.Parse(await LineAsync(tooLong.Token).ConfigureAwait(false)));
        }
        catch (OperationCanceledException)
        {
            return null;
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

    private async Task<string> LineAsync(CancellationToken cancellation) =>
        await process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false)
        ?? throw new InvalidOperationException("The JSONata worker ended by itself; its last words are on standard error.");
}
