using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Local.Tests.Serve;

namespace Chaos.Load;

/// <summary>Clients that ask for everything at once, each without a pause, and keep books of what they were answered.</summary>
internal sealed class Crowd(PatientClient client)
{
    private const string Machines = "arn:aws:states:us-east-1:000000000000:stateMachine:";
    private const string StorePlanning = $"{Machines}StorePlanning";
    private const string Small = $"{Machines}Small";
    private const string Pass = """{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}""";
    private const string Queue = "\"QueueUrl\":\"DeliveryQueue\"";
    private const int PlansEvery = 8;
    private const int RecordsInBatch = 20;
    private const int ReadingsInRecord = 10;
    private const int DirtyOneIn = 20;

    private readonly ConcurrentDictionary<string, bool> executions = new();
    private readonly ConcurrentDictionary<string, bool> waiting = new();
    private long sound;
    private long dirty;
    private long queries;

    /// <summary>Names of those that were started.</summary>
    public ICollection<string> Executions => executions.Keys;

    /// <summary>Bodies of messages that were taken and not deleted.</summary>
    public ICollection<string> WaitingMessages => waiting.Keys;

    /// <summary>Readings that were taken.</summary>
    public long Sound => sound;

    /// <summary>Lines that were taken and are no readings.</summary>
    public long Dirty => dirty;

    /// <summary>Queries whose result came.</summary>
    public long Queries => queries;

    /// <param name="clients">At once.</param>
    /// <param name="goesOn">Asked before each round of each client but its first.</param>
    public async Task RunAsync(int clients, Func<bool> goesOn)
    {
        await client.AskAsync(
            "AWSStepFunctions.CreateStateMachine", $$"""{"name":"Small","definition":"{{Pass}}","roleArn":"arn:aws:iam::000000000000:role/any"}""");
        await Task.WhenAll(Enumerable.Range(0, clients).Select(
            number => Task.Run(() => LiveAsync(number, goesOn), TestContext.Current.CancellationToken)));
    }

    /// <summary>Waits until every execution has ended and every record is in the lake.</summary>
    public async Task EndAsync()
    {
        while (!await SeeEndsAsync())
        {
            // The server lets go who falls behind, and a page comes back by itself.
        }

        Assert.NotNull(await client.AskAsync("AmazonAthena.StartQueryExecution", """{"QueryString":"SELECT 1"}"""));
    }

    /// <returns>False where the server ended the events before every execution had ended.</returns>
    private async Task<bool> SeeEndsAsync()
    {
        await using var live = await LiveReader.OpenAsync(client.Http, client.Http.BaseAddress!, execution: null);
        var open = new HashSet<string>();
        foreach (var machine in new[] { StorePlanning, Small })
        {
            var running = await client.AskAsync(
                "AWSStepFunctions.ListExecutions", $$"""{"stateMachineArn":"{{machine}}","statusFilter":"RUNNING","maxResults":1000}""");
            open.UnionWith(running!["executions"]!.AsArray().Select(execution => (string)execution!["executionArn"]!));
        }

        try
        {
            while (open.Count > 0)
            {
                open.Remove((string)(await live.NextAsync("execution", change => (string)change["status"]! != "RUNNING"))["executionArn"]!);
            }

            return true;
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }

    private async Task LiveAsync(int number, Func<bool> goesOn)
    {
        var random = new Random(number);
        string? query = null;
        for (var round = 0; round == 0 || goesOn(); round++)
        {
            await StartAsync($"{number}-{round}", round % PlansEvery == number % PlansEvery ? StorePlanning : Small);
            await SendAsync($"{number}-{round}");
            await ReceiveAsync();
            await PutAsync($"{number}-{round}", random);
            query = await QueryAsync(query);
            await client.LookAsync(random.Next(2) == 0 ? "/" : "/console/api/messages?queue=DeliveryDeadLetters");
        }
    }

    private async Task StartAsync(string name, string machine)
    {
        if ((string?)(await client.AskAsync("AWSStepFunctions.StartExecution", $$"""{"stateMachineArn":"{{machine}}","name":"{{name}}"}"""))?["executionArn"] is not { } arn)
        {
            return;
        }

        executions[name] = true;
        if (await client.AskAsync("AWSStepFunctions.DescribeExecution", $$"""{"executionArn":"{{arn}}"}""") is { } described)
        {
            Assert.Equal(name, (string)described["name"]!);
        }

        if (await client.AskAsync("AWSStepFunctions.GetExecutionHistory", $$"""{"executionArn":"{{arn}}","maxResults":5}""") is { } history)
        {
            // It may not have begun yet.
            Assert.Equal("ExecutionStarted", history["events"] is JsonArray { Count: > 0 } events ? (string)events[0]!["type"]! : "ExecutionStarted");
        }
    }

    private async Task SendAsync(string body)
    {
        // In the books before it is sent: another client may receive it before this one has its answer.
        waiting[body] = true;
        if (await client.AskAsync("AmazonSQS.SendMessage", $$"""{{{Queue}},"MessageBody":"{{body}}"}""") is null)
        {
            Assert.True(waiting.TryRemove(body, out _), $"The message {body} was shed and received.");
        }
    }

    private async Task ReceiveAsync()
    {
        if ((await client.AskAsync("AmazonSQS.ReceiveMessage", $$"""{{{Queue}},"MaxNumberOfMessages":10}"""))?["Messages"] is not JsonArray received)
        {
            return;
        }

        var entries = received.Select((message, id) => $$"""{"Id":"{{id}}","ReceiptHandle":"{{message!["ReceiptHandle"]}}"}""");
        if (await client.AskAsync("AmazonSQS.DeleteMessageBatch", $$"""{{{Queue}},"Entries":[{{string.Join(',', entries)}}]}""") is { } deleted)
        {
            Assert.Equal(received.Count, deleted["Successful"]!.AsArray().Count);
            Assert.All(received, message => Assert.True(waiting.TryRemove((string)message!["Body"]!, out _), $"{message} was deleted before."));
        }
    }

    private async Task PutAsync(string name, Random random)
    {
        var batch = Enumerable.Range(0, RecordsInBatch)
            .Select(record => Enumerable.Range(0, ReadingsInRecord).Select(line => Reading($"{name}-{record}-{line}", random)).ToList())
            .ToList();
        var records = batch.Select(lines => $$"""{"Data":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', lines)))}}"}""");
        var put = await client.AskAsync(
            "Firehose_20150804.PutRecordBatch", $$"""{"DeliveryStreamName":"inventory","Records":[{{string.Join(',', records)}}]}""");
        foreach (var (lines, answer) in batch.Zip(put?["RequestResponses"]!.AsArray() ?? []))
        {
            if (answer!["RecordId"] is null)
            {
                client.NoteShed((string)answer["ErrorCode"]!);
                continue;
            }

            var refused = lines.Count(line => !line.EndsWith('}'));
            Interlocked.Add(ref dirty, refused);
            Interlocked.Add(ref sound, lines.Count - refused);
        }
    }

    private static string Reading(string id, Random random)
    {
        var reading = $$"""{"event_id":"{{id}}","store_id":"S{{random.Next(50)}}","product_id":"P{{random.Next(200)}}","on_hand":{{random.Next(50)}},"reorder_point":10,"target_level":40,"shelf_capacity":60,"case_size":6,"unit_volume_l":1.5,"recorded_at":"2026-11-20T08:00:00.000Z"}""";
        return random.Next(DirtyOneIn) == 0 ? reading[..^1] : reading;
    }

    /// <returns>The query that is under way; null: none.</returns>
    private async Task<string?> QueryAsync(string? query)
    {
        if (query is null)
        {
            var started = await client.AskAsync("AmazonAthena.StartQueryExecution", """{"QueryString":"SELECT count(*) AS n FROM inventory"}""");
            return (string?)started?["QueryExecutionId"];
        }

        var execution = await client.AskAsync("AmazonAthena.GetQueryExecution", $$"""{"QueryExecutionId":"{{query}}"}""");
        var state = (string?)execution?["QueryExecution"]!["Status"]!["State"];
        if (state is null or "QUEUED" or "RUNNING")
        {
            return query;
        }

        Assert.Equal("SUCCEEDED", state);
        if (await client.AskAsync("AmazonAthena.GetQueryResults", $$"""{"QueryExecutionId":"{{query}}"}""") is { } results)
        {
            Assert.Equal(2, results["ResultSet"]!["Rows"]!.AsArray().Count);
            Interlocked.Increment(ref queries);
        }

        return null;
    }
}
