using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Chaos.Reading;
using Tests.Shared;

namespace Chaos.Load;

/// <summary>Many readings, a part of them dirty and a part of them sent twice: every line is accounted for.</summary>
public sealed class LoadTests
{
    private const int OneIn = 20;
    private const int LinesInRecord = 20;
    private const int RecordsInBatch = 500;
    private const int Producers = 4;

    [Fact]
    public async Task Every_line_of_the_load_is_written_or_refused_with_its_number()
    {
        using var folder = new TemporaryFolder();
        var expected = Write(folder["readings.jsonl"], Length.Readings);
        var program = new LocalProgram(folder["data"]);

        var counts = JsonNode.Parse(await program.SucceedAsync("ingest", folder["readings.jsonl"], "--output", "json"))!;

        Assert.Equal(
            (expected.Read, expected.Read - expected.Malformed, expected.Malformed),
            (counts["read"]!.GetValue<long>(), counts["written"]!.GetValue<long>(), counts["refused"]!.GetValue<long>()));
        Assert.Equal(expected.Read - expected.Malformed, new Books(folder["data"]).Readings);
        Assert.Equal(expected.MalformedLines, RefusedFiles.Lines(folder["data"]).Select(line => line["local"]!["line"]!.GetValue<long>()).Order());
    }

    [Fact]
    public async Task Every_record_that_the_server_took_is_written_or_refused()
    {
        await using var served = await Served.StartAsync();
        var path = Path.Combine(served.Folder, "readings.jsonl");
        var expected = Write(path, Length.Readings);

        var records = File.ReadLines(path).Chunk(LinesInRecord).Select(lines => string.Join('\n', lines));
        await Parallel.ForEachAsync(
            records.Chunk(RecordsInBatch),
            new ParallelOptions { MaxDegreeOfParallelism = Producers },
            async (batch, _) => await PutAsync(served, batch));
        await served.StopAsync();
        await new LocalProgram(served.Data).SucceedAsync("queue");

        Assert.Equal(expected.Read - expected.Malformed, new Books(served.Data).Readings);
        Assert.Equal(expected.Malformed, RefusedFiles.Lines(served.Data).Count());
    }

    /// <summary>As a producer does: what was not taken is sent again, and nothing else.</summary>
    private static async Task PutAsync(Served served, string[] records)
    {
        while (records.Length > 0)
        {
            var data = records.Select(record => $$"""{"Data":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(record))}}"}""");
            var (status, answer) = await served.CallAsync(
                "Firehose_20150804.PutRecordBatch", $$"""{"DeliveryStreamName":"inventory","Records":[{{string.Join(',', data)}}]}""");
            Assert.Equal(200, status);
            records = [.. records.Zip(JsonNode.Parse(answer)!["RequestResponses"]!.AsArray())
                .Where(record => record.Second!["ErrorCode"] is not null)
                .Select(record => record.First)];
        }
    }

    private static (long Read, long Malformed, IEnumerable<long> MalformedLines) Write(string path, int readings)
    {
        var random = new Random(7);
        var malformed = new List<long>();
        var written = 0L;
        using var file = new StreamWriter(path);
        for (var number = 0; number < readings; number++)
        {
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"event_id":"e{{number}}","store_id":"S{{number % 500:0000}}","product_id":"P{{number / 500:00000}}","on_hand":{{random.Next(50)}},"reorder_point":10,"target_level":40,"shelf_capacity":60,"case_size":6,"unit_volume_l":1.5,"recorded_at":"2026-11-20T08:{{number % 60:00}}:00.{{number % 1000:000}}Z"}""");
            var isDirty = random.Next(OneIn) == 0;
            line = isDirty ? Dirty(line, random) : line;
            for (var times = random.Next(OneIn) == 0 ? 2 : 1; times > 0; times--)
            {
                file.WriteLine(line);
                written++;
                if (isDirty)
                {
                    malformed.Add(written);
                }
            }
        }

        return (written, malformed.Count, malformed);
    }

    private static string Dirty(string line, Random random) => random.Next(4) switch
    {
        0 => line[..(line.Length / 2)],
        1 => line.Replace("\"on_hand\":", "\"on_hand\":\"many\",\"x\":", StringComparison.Ordinal),
        2 => "not JSON",
        _ => line.Replace("2026-11-20T", "yesterday", StringComparison.Ordinal),
    };
}
