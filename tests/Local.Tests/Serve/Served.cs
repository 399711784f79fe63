using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Local.Cli;
using Local.Faults;
using Local.Serve;
using Local.Serve.Http;
using Local.Services;
using StoreSimulation;
using Tests.Shared;

namespace Local.Tests.Serve;

/// <summary>A data folder of its own, served on a free port, and a client that speaks AWS's JSON.</summary>
internal sealed class Served : IAsyncDisposable
{
    public const string StorePlanning = "arn:aws:states:us-east-1:000000000000:stateMachine:StorePlanning";

    private readonly TemporaryFolder folder = new();
    private readonly TimeProvider clock;
    private readonly ServeLimits limits;
    private readonly string? faults;

    // Waits for the server's word that it takes a body, however long it has to wait for that.
    private readonly HttpClient client = new(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan });
    private Stage stage = null!;
    private Server server = null!;

    private Served(TimeProvider clock, ServeLimits limits, string? faults) =>
        (this.clock, this.limits, this.faults) = (clock, limits, faults);

    public Uri Address => server.Address;

    public Stage Stage => stage;

    /// <summary>What whoever started the server was told.</summary>
    public List<string> Notices { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="faults">What fails on purpose; null: nothing.</param>
    public static async Task<Served> StartAsync(
        TimeProvider? clock = null, bool runsTrucks = false, ServeLimits? limits = null, string? faults = null)
    {
        var served = new Served(clock ?? TimeProvider.System, limits ?? new(), faults);
        await served.OpenAsync(runsTrucks);
        return served;
    }

    /// <summary>Ends the server as Ctrl+C does, and starts it again on the same folder.</summary>
    public async Task RestartAsync(bool runsTrucks = false, Action? meanwhile = null)
    {
        await CloseAsync();
        meanwhile?.Invoke();
        await OpenAsync(runsTrucks);
    }

    /// <summary>A few simulated stores, of which some run low at the end of the day.</summary>
    public void FillLake() => StoresCommand.Run(
        stage,
        new SimulationSettings(6, 10, 2, 7, new(2026, 11, 20, 23, 0, 0, TimeSpan.Zero)),
        new(TextWriter.Null, TextWriter.Null, Stream.Null, IsInteractive: false),
        Cancellation);

    /// <returns>The answer of an operation that succeeds.</returns>
    public async Task<JsonNode> CallAsync(string target, string request = "{}")
    {
        using var response = await SendAsync(target, request);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <returns>The answer, as it comes.</returns>
    public async Task<HttpResponseMessage> SendAsync(string target, string request, Action<HttpRequestMessage>? change = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Address);
        message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request));
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-amz-json-1.0");
        message.Headers.Add("X-Amz-Target", target);
        change?.Invoke(message);
        return await client.SendAsync(message, Cancellation);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(new Uri(Address, path), Cancellation);

    /// <summary>Starts an execution.</summary>
    /// <returns>Its ARN.</returns>
    public async Task<string> StartExecutionAsync(string machine, string input = "{}") => (string)(await CallAsync(
        "AWSStepFunctions.StartExecution",
        new JsonObject { ["stateMachineArn"] = machine, ["input"] = input }.ToJsonString()))["executionArn"]!;

    /// <summary>Makes a state machine of the name and these states.</summary>
    /// <returns>Its ARN.</returns>
    public async Task<string> CreateMachineAsync(string name, string definition, string type = "STANDARD") => (string)(await CallAsync(
        "AWSStepFunctions.CreateStateMachine",
        new JsonObject { ["name"] = name, ["definition"] = definition, ["roleArn"] = "arn:aws:iam::1:role/r", ["type"] = type }.ToJsonString()))
        ["stateMachineArn"]!;

    public Task<JsonNode> DescribeAsync(string execution) =>
        CallAsync("AWSStepFunctions.DescribeExecution", $$"""{"executionArn":"{{execution}}"}""");

    /// <returns>The execution as it ended.</returns>
    public async Task<JsonNode> EndAsync(string execution)
    {
        await using var live = await WatchAsync();
        var described = await DescribeAsync(execution);
        if ((string)described["status"]! == "RUNNING")
        {
            await live.NextAsync("execution", change =>
                (string)change["executionArn"]! == execution && (string)change["status"]! != "RUNNING");
            described = await DescribeAsync(execution);
        }

        return described;
    }

    public Task<LiveReader> WatchAsync(string? execution = null) => LiveReader.OpenAsync(client, Address, execution);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        client.Dispose();
        folder.Dispose();
    }

    private async Task OpenAsync(bool runsTrucks)
    {
        stage = Stage.Open(
            folder["data"], clock, new Random(1), faults is null ? null : new(FaultSpec.Parse(faults), () => { }));
        server = await Server.StartAsync(stage, new(Port: 0, runsTrucks) { Limits = limits }, Notices.Add, Cancellation);
    }

    private async Task CloseAsync()
    {
        await server.DisposeAsync();
        await stage.DisposeAsync();
    }
}
