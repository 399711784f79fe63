using System.Text;
using System.Text.Json.Nodes;
using Local.Cli;
using Local.Services;
using StoreSimulation;
using Tests.Shared;

namespace Local.Tests.Serve;

/// <summary>Clients that start executions while the server's process is killed and started again.</summary>
public sealed class SoakTests : IDisposable
{
    private const int Clients = 8;

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private ServeProcess server = null!;
    private TaskCompletionSource isUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => folder["data"];

    [Fact]
    public Task Nothing_is_lost_and_nothing_happens_twice_when_the_server_is_killed() => SoakAsync(executions: 24);

    /// <summary>Some 20 seconds: <c>dotnet test --project tests/Local.Tests -- --explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public Task Two_hundred_executions_survive_a_kill() => SoakAsync(executions: 200);

    public void Dispose()
    {
        server?.Dispose();
        http.Dispose();
        folder.Dispose();
    }

    private async Task SoakAsync(int executions)
    {
        await FillLakeAsync();
        server = await ServeProcess.StartAsync(Data, 0, "--no-trucks");
        isUp.SetResult();

        var started = 0;
        var half = new TaskCompletionSource();
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            for (var i = client; i < executions; i += Clients)
            {
                await StartExecutionAsync($"soak-{i}");
                if (Interlocked.Increment(ref started) == executions / 2)
                {
                    half.SetResult();
                }
            }
        }, Cancellation)).ToList();
        await half.Task;
        await KillAndRestartAsync("--no-trucks");
        Assert.True(server.GoesOn, "The kill met no execution on its way.");
        await Task.WhenAll(clients);
        await EndAllAsync();

        var ended = await ListAsync("SUCCEEDED");
        Assert.Equal(
            Enumerable.Range(0, executions).Select(i => $"soak-{i}").Order(StringComparer.Ordinal),
            ended.Select(execution => (string)execution["name"]!).Order(StringComparer.Ordinal));
        foreach (var execution in ended)
        {
            await CheckHistoryAsync((string)execution["executionArn"]!);
        }

        var orders = await CheckRequestsAsync(ended);
        await CheckDispatchesAsync(orders);
    }

    private async Task FillLakeAsync()
    {
        await using var stage = Stage.Open(Data, TimeProvider.System, new Random(1));
        StoresCommand.Run(
            stage,
            new SimulationSettings(6, 10, 2, 7, new(2026, 11, 20, 23, 0, 0, TimeSpan.Zero)),
            new(TextWriter.Null, TextWriter.Null, Stream.Null, IsInteractive: false),
            Cancellation);
    }

    private async Task KillAndRestartAsync(params string[] options)
    {
        isUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Kill();
        var port = server.Address.Port;
        server.Dispose();
        server = await ServeProcess.StartAsync(Data, port, options);
        isUp.SetResult();
    }

    /// <summary>As a client with a name of its own does: what was not answered is sent again.</summary>
    private async Task StartExecutionAsync(string name)
    {
        while (true)
        {
            var up = isUp.Task;
            try
            {
                var answer = await CallAsync("AWSStepFunctions.StartExecution", new()
                {
                    ["stateMachineArn"] = Served.StorePlanning,
                    ["name"] = name,
                    ["input"] = """{"asOf":"2026-11-20"}""",
                });

                // The first answer may have been lost with the process.
                Assert.True(answer["executionArn"] is not null || (string)answer["__type"]! == "ExecutionAlreadyExists", answer.ToJsonString());
                return;
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                await up;
                await isUp.Task;
            }
        }
    }

    private async Task EndAllAsync()
    {
        await using var live = await LiveReader.OpenAsync(http, server.Address, execution: null);
        var open = (await ListAsync("RUNNING")).Select(execution => (string)execution["executionArn"]!).ToHashSet();
        while (open.Count > 0)
        {
            var ended = await live.NextAsync("execution", change => (string)change["status"]! != "RUNNING");
            open.Remove((string)ended["executionArn"]!);
        }
    }

    /// <summary>A history without a gap, that begins once and ends once.</summary>
    private async Task CheckHistoryAsync(string arn)
    {
        var events = (await CallAsync("AWSStepFunctions.GetExecutionHistory", new() { ["executionArn"] = arn, ["maxResults"] = 1000 }))["events"]!.AsArray();
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(happened => (int)happened!["id"]!));
        Assert.Equal("ExecutionSucceeded", (string)events[^1]!["type"]!);
        Assert.Single(events, happened => (string)happened!["type"]! == "ExecutionStarted");
        Assert.Single(events, happened => (string)happened!["type"]! == "ExecutionSucceeded");
    }

    /// <summary>Every execution has asked for the same deliveries, whatever was killed in the middle of it.</summary>
    /// <returns>The order keys.</returns>
    private async Task<HashSet<string>> CheckRequestsAsync(IReadOnlyCollection<JsonNode> executions)
    {
        var requests = new List<JsonNode>();
        while ((await CallAsync("AmazonSQS.ReceiveMessage", new() { ["QueueUrl"] = "DeliveryQueue", ["MaxNumberOfMessages"] = 10 }))["Messages"] is JsonArray received)
        {
            requests.AddRange(received.Select(message => JsonNode.Parse((string)message!["Body"]!)!));
        }

        var byExecution = requests.ToLookup(request => (string)request["execution_id"]!, Lines);
        Assert.Equal(executions.Count, byExecution.Count);
        var expected = byExecution.First().Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(expected);
        Assert.All(byExecution, execution => Assert.Equal(expected, execution.Distinct().Order(StringComparer.Ordinal)));

        return [.. requests.SelectMany(request => request["lines"]!.AsArray()).Select(line => (string)line!["order_key"]!)];

        static string Lines(JsonNode request) =>
            $"{request["store_id"]}: {string.Join(' ', request["lines"]!.AsArray().Select(line => $"{line!["order_key"]}={line["quantity"]}"))}";
    }

    /// <summary>Each order is on the road once, though every execution has asked for it.</summary>
    private async Task CheckDispatchesAsync(HashSet<string> orders)
    {
        // The new process sees what the last one had in flight.
        await KillAndRestartAsync();
        await using (var live = await LiveReader.OpenAsync(http, server.Address, execution: null))
        {
            await live.NextAsync("dispatch", _ => true);
        }

        server.Kill();
        await using var stage = Stage.Open(Data, TimeProvider.System, new Random(1));
        var query = await stage.Athena.StartAsync(new("SELECT order_key FROM dispatches", Local.Athena.AthenaWorkGroup.Location));
        var ended = await stage.Athena.WaitAsync(query.QueryExecutionId, Cancellation);
        var dispatched = Lake.Athena.QueryRows.Read(stage.Lake, ended).Select(row => row[0]).ToList();
        Assert.Equal(orders.Order(StringComparer.Ordinal), dispatched.Order(StringComparer.Ordinal));
        Assert.Empty(stage.Queues.Get("DeliveryQueue").Peek());
        Assert.Empty(stage.Queues.Get("DeliveryDeadLetters").Peek());
    }

    private async Task<IReadOnlyList<JsonNode>> ListAsync(string status)
    {
        var answer = await CallAsync("AWSStepFunctions.ListExecutions", new()
        {
            ["stateMachineArn"] = Served.StorePlanning,
            ["statusFilter"] = status,
            ["maxResults"] = 1000,
        });
        return [.. answer["executions"]!.AsArray().Select(execution => execution!)];
    }

    private async Task<JsonNode> CallAsync(string target, JsonObject request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, server.Address);
        message.Content = new StringContent(request.ToJsonString(), Encoding.UTF8);
        message.Headers.Add("X-Amz-Target", target);
        using var response = await http.SendAsync(message, Cancellation);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
    }
}
