using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace StatesLanguage;

/// <summary>A Node process that runs <c>worker.mjs</c>.</summary>
internal sealed class NodeWorker : IDisposable
{
    private const int OldestVersion = 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Process process;

    private NodeWorker(Process process) => this.process = process;

    public static async Task<NodeWorker> StartAsync()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "jsonata", "worker.mjs");
        var worker = new NodeWorker(Start(script));
        _ = await worker.LineAsync(CancellationToken.None).ConfigureAwait(false);
        return worker;
    }

    /// <summary>Why no worker can run here; null when one can.</summary>
    public static string? FindProblem()
    {
        const string Remedy = "JSONata expressions are evaluated in Node.js: install Node.js 20 or later (https://nodejs.org), so that 'node' is found on the PATH.";
        try
        {
            using var version = Start("--version");
            var text = version.StandardOutput.ReadToEnd().Trim();
            return int.TryParse(text.TrimStart('v').Split('.')[0], out var major) && major >= OldestVersion
                ? null
                : $"'node' has version {text}. {Remedy}";
        }
        catch (Win32Exception)
        {
            return $"'node' was not found. {Remedy}";
        }
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

    private static Process Start(string argument) => Process.Start(new ProcessStartInfo("node", [argument])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        StandardInputEncoding = Utf8,
        StandardOutputEncoding = Utf8,
        CreateNoWindow = true,
    })!;

    private static JsonataAnswer Answer(JsonObject line) =>
        line.TryGet("value", out var value) ? new JsonataAnswer.Value(value)
        : line.TryGet("error", out var error) ? new JsonataAnswer.Failed(((JsonString)error).Value)
        : line.TryGet("undefined", out _) ? new JsonataAnswer.Undefined()
        : new JsonataAnswer.Unsupported();

    private async Task<string> LineAsync(CancellationToken cancellation) =>
        await process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false)
        ?? throw new InvalidOperationException("The JSONata worker ended by itself; its last words are on standard error.");
}
