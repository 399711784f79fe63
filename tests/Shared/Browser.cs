using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tests.Shared;

/// <summary>
/// A page of the machine's own Chromium, led by its DevTools protocol: enough to open an address, run a line of script, and
/// hear what the page complains of. Each has cookies and storage of its own; all share the assembly's <see cref="BrowserProcess"/>.
/// </summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private string? session;
    private int lastId;

    private Browser()
    {
    }

    /// <summary>The errors that the page wrote to the browser's console, and uncaught exceptions.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Browser> StartAsync(CancellationToken cancellation)
    {
        var browser = new Browser();
        try
        {
            var process = await TestContext.Current.GetFixture<BrowserProcess>() ?? throw new InvalidOperationException("No test runs.");
            await browser.ConnectAsync(await process.AddressAsync(), cancellation);
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

    public Task PressTabAsync(CancellationToken cancellation) => PressAsync("Tab", 9, text: null, cancellation);

    /// <param name="key">The key's name, as events have it.</param>
    /// <param name="code">The key's virtual code in Windows.</param>
    /// <param name="text">What the key writes; null: nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task PressAsync(string key, int code, string? text, CancellationToken cancellation)
    {
        foreach (var type in new[] { text is null ? "rawKeyDown" : "keyDown", "keyUp" })
        {
            var pressed = new JsonObject { ["type"] = type, ["key"] = key, ["windowsVirtualKeyCode"] = code };
            if (text is not null && type == "keyDown")
            {
                pressed["text"] = text;
            }

            await SendAsync("Input.dispatchKeyEvent", pressed, cancellation);
        }
    }

    public async Task EmulatePhoneAsync(CancellationToken cancellation) => await SendAsync(
        "Emulation.setDeviceMetricsOverride",
        new() { ["width"] = 390, ["height"] = 844, ["deviceScaleFactor"] = 2, ["mobile"] = true },
        cancellation);

    /// <summary>Closes the page, and its context with it.</summary>
    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ConnectAsync(Uri process, CancellationToken cancellation)
    {
        await socket.ConnectAsync(process, cancellation);
        var context = await SendAsync("Target.createBrowserContext", new() { ["disposeOnDetach"] = true }, cancellation);
        var target = await SendAsync(
            "Target.createTarget",
            new() { ["url"] = "about:blank", ["browserContextId"] = (string?)context["browserContextId"] },
            cancellation);
        var attached = await SendAsync(
            "Target.attachToTarget", new() { ["targetId"] = (string?)target["targetId"], ["flatten"] = true }, cancellation);
        session = (string?)attached["sessionId"];
        foreach (var domain in (string[])["Page", "Runtime", "Log"])
        {
            await SendAsync($"{domain}.enable", [], cancellation);
        }

        // Each of many pages behaves as the one that a person looks at.
        await SendAsync("Emulation.setFocusEmulationEnabled", new() { ["enabled"] = true }, cancellation);
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
