using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Local.Storage;

namespace Bench.Streams;

/// <summary>Records a second that a Kinesis endpoint takes by PutRecords and gives by GetRecords, asked as any client asks it.</summary>
internal static class PutRate
{
    private const int Clients = 4;
    private const int RecordsOfRequest = 100;
    private const int BytesOfRecord = 120;
    private const int MostOfRead = 1_000;

    private static readonly TimeSpan Each = TimeSpan.FromSeconds(5);

    /// <param name="addresses">Endpoints, each asked in turn; the ratio is the first one's to each.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> addresses)
    {
        Console.WriteLine("| Endpoint | records/s put | ratio | records/s read | ratio |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        (double Put, double Read)? first = null;
        foreach (var address in addresses)
        {
            using var client = new HttpClient { BaseAddress = new(address) };
            var stream = $"bench-{Ids.Random()[..12]}";
            await CreateAsync(client, stream);
            await TogetherAsync(_ => PutAsync(client, stream, 0, TimeSpan.FromSeconds(1)));
            var put = await TogetherAsync(number => PutAsync(client, stream, number, Each));
            var read = await TogetherAsync(_ => ReadAsync(client, stream));
            first ??= (put, read);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {address} | {put:N0} | {first.Value.Put / put:0.0} | {read:N0} | {first.Value.Read / read:0.0} |"));
        }

        return 0;
    }

    /// <returns>Records a second of all clients.</returns>
    private static async Task<double> TogetherAsync(Func<int, Task<long>> client)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => Task.Run(() => client(number))));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task CreateAsync(HttpClient client, string stream)
    {
        using var created = await AskAsync(client, "CreateStream", new() { ["StreamName"] = stream, ["ShardCount"] = 1 });
        while (true)
        {
            using var summary = await AskAsync(client, "DescribeStreamSummary", new() { ["StreamName"] = stream });
            if (summary.RootElement.GetProperty("StreamDescriptionSummary").GetProperty("StreamStatus").ValueEquals("ACTIVE"))
            {
                return;
            }
        }
    }

    private static async Task<long> PutAsync(HttpClient client, string stream, int number, TimeSpan length)
    {
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', BytesOfRecord)));
        var records = new JsonArray([.. Enumerable.Range(0, RecordsOfRequest).Select(i => (JsonNode)new JsonObject
        {
            ["Data"] = data,
            ["PartitionKey"] = $"{number}-{i}",
        })]);
        // As bytes once, because client and endpoint share the machine, and a client's own work would hide a fast endpoint's.
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["StreamName"] = stream, ["Records"] = records });
        var (watch, taken) = (Stopwatch.StartNew(), 0L);
        while (watch.Elapsed < length)
        {
            using var answer = await SendAsync(client, "PutRecords", body);
            taken += RecordsOfRequest - answer.RootElement.GetProperty("FailedRecordCount").GetInt32();
        }

        return taken;
    }

    private static async Task<long> ReadAsync(HttpClient client, string stream)
    {
        using var shards = await AskAsync(client, "ListShards", new() { ["StreamName"] = stream });
        using var iterator = await AskAsync(client, "GetShardIterator", new()
        {
            ["StreamName"] = stream,
            ["ShardId"] = shards.RootElement.GetProperty("Shards")[0].GetProperty("ShardId").GetString(),
            ["ShardIteratorType"] = "TRIM_HORIZON",
        });
        var (watch, next, read) = (Stopwatch.StartNew(), iterator.RootElement.GetProperty("ShardIterator").GetString(), 0L);
        while (watch.Elapsed < Each && next is not null)
        {
            using var page = await AskAsync(client, "GetRecords", new() { ["ShardIterator"] = next, ["Limit"] = MostOfRead });
            var records = page.RootElement.GetProperty("Records").GetArrayLength();
            if (records == 0)
            {
                break;
            }

            read += records;
            next = page.RootElement.TryGetProperty("NextShardIterator", out var following) ? following.GetString() : null;
        }

        return read;
    }

    private static Task<JsonDocument> AskAsync(HttpClient client, string operation, JsonObject body) =>
        SendAsync(client, operation, JsonSerializer.SerializeToUtf8Bytes(body));

    private static async Task<JsonDocument> SendAsync(HttpClient client, string operation, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"Kinesis_20131202.{operation}");
        request.Headers.Add("X-Amz-Date", "20261126T000000Z");
        // Nobody of those that are measured checks it.
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=bench/20261126/us-east-1/kinesis/aws4_request, SignedHeaders=host;x-amz-date, Signature=0");
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        Answer.Require(response.IsSuccessStatusCode, $"{operation}: {Encoding.UTF8.GetString(answer)}");
        return JsonDocument.Parse(answer.Length == 0 ? "{}"u8.ToArray() : answer);
    }
}
