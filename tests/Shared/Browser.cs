using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tests.Shared;

/// <summary>
/// The machine's own Chromium without a window, led by its DevTools protocol: enough to open a page, run a line of
/// script in it, and hear what it complains of.
/// </summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome", "chrome.exe"];

    private readonly ClientWebSocket socket = new();
    private readonly DirectoryInfo profile;
    private readonly Process process;
    private string? session;
    private int lastId;

    private Browser(Process process, DirectoryInfo profile) => (this.process, this.profile) = (process, profile);

    /// <summary>The path of a browser on PATH; null when there is none.</summary>
    public static string? Installed { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>What the console was told as an error, and exceptions nobody caught.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Browser> StartAsync(string program, CancellationToken cancellation)
    {
        var profile = Directory.CreateTempSubdirectory("browser-");
        var process = Process.Start(new ProcessStartInfo(program,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0",
            $"--user-data-dir={profile.FullName}", "about:blank",
        ])
        {
            RedirectStandardError = true,
        })!;
        var browser = new Browser(process, profile);
        try
        {
            await browser.ConnectAsync(cancellation);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    public async Task OpenAsync(Uri page, CancellationToken cancellation)
    {
        await SendAsync("Page.navigate", new() { ["url"] = page.AbsoluteUri }, cancellation);
        await EvaluateAsync("new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))", cancellation);
    }

    /// <summary>Runs an expression in the page and awaits it.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression, CancellationToken cancellation)
    {
        var answer = await SendAsync("Runtime.evaluate", new()
        {
            ["expression"] = expression,
            ["awaitPromise"] = true,
            ["returnByValue"] = true,
        }, cancellation);
        return answer["exceptionDetails"] is { } thrown
            ? throw new InvalidOperationException(thrown.ToJsonString())
            : answer["result"]?["value"];
    }

    /// <summary>Waits until an expression is true, looking again at every change of the page.</summary>
    public Task UntilAsync(string condition, CancellationToken cancellation) => EvaluateAsync($$"""
        new Promise((done, fail) => {
          const observer = new MutationObserver(look);
          const patience = setTimeout(() => fail(new Error(`Never came true: ${{{JsonSerializer.Serialize(condition)}}}\n${document.body.innerText}`)), 90_000);
          function look() {
            if ({{condition}}) {
              observer.disconnect();
              clearTimeout(patience);
              done();
            }
          }
          observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
          look();
        })
        """, cancellation);

    public async Task PressTabAsync(CancellationToken cancellation)
    {
        foreach (var type in new[] { "rawKeyDown", "keyUp" })
        {
            await SendAsync("Input.dispatchKeyEvent", new() { ["type"] = type, ["key"] = "Tab", ["windowsVirtualKeyCode"] = 9 }, cancellation);
        }
    }

    public async Task EmulatePhoneAsync(CancellationToken cancellation) => await SendAsync(
        "Emulation.setDeviceMetricsOverride",
        new() { ["width"] = 390, ["height"] = 844, ["deviceScaleFactor"] = 2, ["mobile"] = true },
        cancellation);

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        try
        {
            profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A helper process of the browser may still hold a file of the profile, which is temporary anyway.
        }
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        const string Announcement = "DevTools listening on ";
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(cancellation)
                ?? throw new InvalidOperationException("The browser ended before it listened.");
        }
        while (!line.StartsWith(Announcement, StringComparison.Ordinal));

        _ = process.StandardError.ReadToEndAsync(cancellation);
        await socket.ConnectAsync(new(line[Announcement.Length..]), cancellation);

        var targets = await SendAsync("Target.getTargets", [], cancellation);
        var page = targets["targetInfos"]!.AsArray().First(target => (string?)target!["type"] == "page")!;
        var attached = await SendAsync(
            "Target.attachToTarget", new() { ["targetId"] = (string?)page["targetId"], ["flatten"] = true }, cancellation);
        session = (string?)attached["sessionId"];
        foreach (var domain in (string[])["Page", "Runtime", "Log"])
        {
            await SendAsync($"{domain}.enable", [], cancellation);
        }
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject parameters, CancellationToken cancellation)
    {
        var id = ++lastId;
        var request = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters, ["sessionId"] = session };
        if (session is null)
        {
            request.Remove("sessionId");
        }

        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(request), WebSocketMessageType.Text, endOfMessage: true, cancellation);
        while (true)
        {
            var message = await ReceiveAsync(cancellation);
            if ((int?)message["id"] == id)
            {
                return message["result"] ?? throw new InvalidOperationException(message.ToJsonString());
            }

            Hear(message);
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, cancellation);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!;
    }

    private void Hear(JsonNode message)
    {
        var parameters = message["params"];
        var complaint = (string?)message["method"] switch
        {
            "Runtime.exceptionThrown" => parameters?["exceptionDetails"]?.ToJsonString(),
            "Runtime.consoleAPICalled" when (string?)parameters?["type"] == "error" => parameters["args"]?.ToJsonString(),
            "Log.entryAdded" when (string?)parameters?["entry"]?["level"] == "error" => (string?)parameters["entry"]!["text"],
            _ => null,
        };
        if (complaint is not null)
        {
            Complaints.Add(complaint);
        }
    }
}
