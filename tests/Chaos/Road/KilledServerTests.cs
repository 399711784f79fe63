using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Local.Services;
using Local.Tests.Serve;
using Tests.Shared;

namespace Chaos.Road;

/// <summary>Every event is counted once in its minute, although the server that counts is killed again and again.</summary>
public sealed class KilledServerTests
{
    private const int Records = 3_000;
    private const int AtOnce = 50;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_while_it_takes_and_counts_events_the_server_ends_with_the_minutes_of_plain_code()
    {
        foreach (var seed in Enumerable.Range(Length.FirstSeed, Length.KilledServers))
        {
            using var folder = new TemporaryFolder();
            var sent = TelemetryTraffic.Of(seed, Records);

            var killed = await SendAsync(folder["data"], sent, new Random(seed));

            Assert.True(killed > 2, $"Seed {seed}: the server was killed {killed} times.");
            Assert.Equal(TelemetryTraffic.Recomputed(sent), await RowsAsync(folder["data"]));
        }
    }

    /// <returns>How many servers were killed.</returns>
    private static async Task<int> SendAsync(string data, List<TelemetryTraffic.Sent> sent, Random random)
    {
        var waiting = new Queue<TelemetryTraffic.Sent[]>(sent.Chunk(AtOnce));
        var killed = 0;
        while (waiting.Count > 0)
        {
            using var server = await ServeProcess.StartAsync(data, 0, "--no-trucks", "--unlimited");
            using var client = new HttpClient { BaseAddress = server.Address };
            await StreamIsThereAsync(client);
            for (var left = random.Next(5, 25); left > 0 && waiting.TryPeek(out var chunk); left--)
            {
                var answer = PutAsync(client, chunk);
                if (left == 1)
                {
                    // It may have taken the records or not: whoever got no answer sends them again.
                    server.Kill();
                    killed++;
                    await answer.ContinueWith(_ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
                    break;
                }

                await answer;
                waiting.Dequeue();
            }
        }

        return killed;
    }

    // The server answers before it has made its streams.
    private static async Task StreamIsThereAsync(HttpClient client)
    {
        while (!(await AskAsync(client, "DescribeStreamSummary", new { StreamName = "telemetry" })).IsSuccessStatusCode)
        {
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    private static async Task PutAsync(HttpClient client, TelemetryTraffic.Sent[] events)
    {
        using var response = await AskAsync(
            client, "PutRecords", new { StreamName = "telemetry", Records = events.Select(one => new { one.Record.Data, PartitionKey = one.Truck }) });
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
        Assert.True(response.IsSuccessStatusCode, answer.ToJsonString());
        Assert.Equal(0, (int)answer["FailedRecordCount"]!);
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string operation, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = JsonContent.Create(body, new MediaTypeHeaderValue("application/x-amz-json-1.1"), new()),
        };
        request.Headers.Add("X-Amz-Target", $"Kinesis_20131202.{operation}");
        Served.SignInForm(request);
        return client.SendAsync(request, Cancellation);
    }

    /// <summary>The rows, once what the last server left has been counted.</summary>
    private static async Task<List<string>> RowsAsync(string data)
    {
        await using var stage = Stage.Open(data, TimeProvider.System, new Random(1));
        await using var streams = stage.OpenStreams(Note);
        await using var pipeline = new StreamPipeline(stage, streams, Note);
        pipeline.Start();
        await pipeline.CaughtUpAsync(Cancellation);
        return await TelemetryTraffic.RowsAsync(stage);
    }

    private static void Note(string notice) => TestContext.Current.TestOutputHelper?.WriteLine(notice);
}
