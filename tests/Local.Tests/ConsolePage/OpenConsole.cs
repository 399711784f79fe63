using System.Text.Json;
using System.Text.Json.Nodes;
using Local.Names;
using Local.Serve;
using Local.Services;
using Tests.Shared;

namespace Local.Tests.ConsolePage;

/// <summary>A server over a folder of its own and a browser on its console.</summary>
internal sealed class OpenConsole : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly Browser browser;
    private readonly string data;
    private readonly TimeProvider clock;
    private Server server;

    private OpenConsole(TemporaryFolder folder, string data, TimeProvider clock, Stage stage, Server server, Browser browser) =>
        (this.folder, this.data, this.clock, Stage, this.server, this.browser) = (folder, data, clock, stage, server, browser);

    public Stage Stage { get; private set; }

    public IReadOnlyList<string> Complaints => browser.Complaints;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The console at its first page; without a browser, the test is skipped.</summary>
    /// <param name="clock">The server's; null: the machine's.</param>
    /// <param name="data">The data folder; null: an empty one of its own.</param>
    public static async Task<OpenConsole> OpenAsync(TimeProvider? clock = null, string? data = null)
    {
        Assert.SkipWhen(BrowserProcess.Installed is null, "No Chromium or Chrome is on PATH, so the console is not opened in one.");
        var folder = new TemporaryFolder();
        clock ??= TimeProvider.System;
        data ??= folder["data"];
        // First, because a stage that nobody closes keeps its folder locked for the next test.
        var browser = await Browser.StartAsync(Cancellation);
        var (stage, server) = await ServeAsync(data, clock, port: 0);
        var console = new OpenConsole(folder, data, clock, stage, server, browser);
        await console.browser.OpenAsync(server.Address, Cancellation);
        await console.UntilAsync("document.querySelector('h1')");
        return console;
    }

    /// <summary>Ends the server, and starts it again at the same address once something has been seen meanwhile.</summary>
    public async Task RestartAsync(Func<Task> meanwhile)
    {
        var port = server.Address.Port;
        await server.DisposeAsync();
        await Stage.DisposeAsync();
        await meanwhile();
        (Stage, server) = await ServeAsync(data, clock, port);
    }

    public Task PhoneAsync() => browser.EmulatePhoneAsync(Cancellation);

    public Task TabAsync() => browser.PressTabAsync(Cancellation);

    public Task KeyAsync(string key, int code, string? text = null) => browser.PressAsync(key, code, text, Cancellation);

    /// <summary>Goes to a place of the page and waits until it is there.</summary>
    public async Task GoAsync(string place, string heading)
    {
        await EvaluateAsync($"location.hash = {Quoted($"#/{place}")}");
        await UntilAsync($"document.querySelector('h1')?.textContent === {Quoted(heading)} && !document.querySelector('[aria-busy]')");
    }

    /// <summary>Presses the enabled button of that text once it is there, in the dialog when there is one.</summary>
    public async Task PressAsync(string text)
    {
        var button = $"[...(document.querySelector('dialog') ?? document).querySelectorAll('button:enabled')].find(one => one.textContent === {Quoted(text)})";
        await UntilAsync(button);
        await EvaluateAsync($"{button}.click()");
    }

    public async Task TypeAsync(string field, string text)
    {
        await UntilAsync($"document.querySelector({Quoted(field)})");
        await EvaluateAsync($$"""
            (field => { field.value = {{Quoted(text)}}; field.dispatchEvent(new Event('input')); })(document.querySelector({{Quoted(field)}}))
            """);
    }

    public Task UntilAsync(string condition) => browser.UntilAsync(condition, Cancellation);

    /// <summary>Waits until the graph shows a state so.</summary>
    public Task UntilStateAsync(string state, string status) =>
        UntilAsync($"document.querySelector({Quoted($"[data-state='{state}'][data-status={status}]")})");

    /// <summary>The text of an element, once there is one.</summary>
    public async Task<string> TextAsync(string selector)
    {
        await UntilAsync($"document.querySelector({Quoted(selector)})");
        return (string)(await EvaluateAsync($"document.querySelector({Quoted(selector)}).innerText"))!;
    }

    public Task<JsonNode?> EvaluateAsync(string expression) => browser.EvaluateAsync(expression, Cancellation);

    /// <summary>Creates a state machine and starts an execution of it, as another client would.</summary>
    /// <returns>The execution's place in the page.</returns>
    public async Task<string> StartAsync(string definition, string input = "{}")
    {
        var created = await CallAsync("CreateStateMachine", new { name = "Trial", definition, roleArn = LocalNames.RoleArn });
        var started = await CallAsync("StartExecution", new { stateMachineArn = (string?)created["stateMachineArn"], name = "trial", input });
        return $"execution/{Uri.EscapeDataString((string)started["executionArn"]!)}";
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await server.DisposeAsync();
        await Stage.DisposeAsync();
        folder.Dispose();
    }

    private static async Task<(Stage Stage, Server Server)> ServeAsync(string data, TimeProvider clock, int port)
    {
        var stage = Stage.Open(data, clock, new Random(1));
        return (stage, await Server.StartAsync(stage, new(port, RunsTrucks: false), _ => { }, Cancellation));
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private async Task<JsonNode> CallAsync(string operation, object request) => (await EvaluateAsync(
        $"import('/console/aws.mjs').then(aws => aws.call('StepFunctions', {Quoted(operation)}, {JsonSerializer.Serialize(request)}))"))!;
}
