using System.Text;
using System.Text.Json.Nodes;
using Lake.Firehose;

namespace Lake.Tests.Firehose;

public sealed class DeliveryStreamTests : IDisposable
{
    private const string Usual =
        """{"event_id":"e1","store_id":"S1","product_id":"P1","on_hand":5,"reorder_point":12,"target_level":40,"shelf_capacity":60,"case_size":6,"unit_volume_l":1.25,"recorded_at":"2026-11-20T09:00:00.123Z"}""";

    private readonly TemporaryLake lake = new();

    public void Dispose() => lake.Dispose();

    [Fact]
    public async Task A_reading_becomes_a_row_in_the_hour_of_its_arrival()
    {
        var result = lake.Ingest(Usual);

        Assert.Equal((1, 1, 0), (result.Read, result.Written, result.Refused));
        Assert.Equal(
            ["inventory/dt=2026-11-20/hour=09/inventory-1-2026-11-20-09-00-00-00000000-0000-0000-0000-000000000001.parquet"],
            lake.Keys());
        Assert.Equal(
            "\"e1\",\"S1\",\"P1\",\"5\",\"12\",\"40\",\"60\",\"6\",\"1.25\",\"2026-11-20 09:00:00.123\",\"2026-11-20\",\"09\"",
            await OnlyRowAsync());
    }

    [Theory]
    [InlineData("""{ "ON_HAND" : 5 }""", "on_hand", "\"5\"")]
    [InlineData("""{"on_hand":"5"}""", "on_hand", "\"5\"")]
    [InlineData("""{"on_hand":5.0}""", "on_hand", "\"5\"")]
    [InlineData("""{"on_hand":-9223372036854775808}""", "on_hand", "\"-9223372036854775808\"")]
    [InlineData("""{"on_hand":null}""", "on_hand", "")]
    [InlineData("""{}""", "on_hand", "")]
    [InlineData("""{"unknown":{"a":[1,2]},"on_hand":7}""", "on_hand", "\"7\"")]
    [InlineData("""{"event_id":"a\u0041\n\"b\""}""", "event_id", "\"aA\n\"\"b\"\"\"")]
    [InlineData("""{"event_id":"späte Lieferung 🚚"}""", "event_id", "\"späte Lieferung 🚚\"")]
    [InlineData("""{"event_id":17}""", "event_id", "\"17\"")]
    [InlineData("""{"event_id":{"a": 1}}""", "event_id", "\"{\"\"a\"\": 1}\"")]
    [InlineData("""{"unit_volume_l":3}""", "unit_volume_l", "\"3.0\"")]
    [InlineData("""{"unit_volume_l":1e-3}""", "unit_volume_l", "\"0.001\"")]
    [InlineData("""{"unit_volume_l":0.1234567890123456789}""", "unit_volume_l", "\"0.12345678901234568\"")]
    [InlineData("""{"recorded_at":"2026-11-20T09:00:00Z"}""", "recorded_at", "\"2026-11-20 09:00:00.000\"")]
    [InlineData("""{"recorded_at":"2026-11-20T09:00:00.1235Z"}""", "recorded_at", "\"2026-11-20 09:00:00.124\"")]
    [InlineData("""{"recorded_at":"2026-11-20 09:00:00.123456789"}""", "recorded_at", "\"2026-11-20 09:00:00.123\"")]
    [InlineData("""{"recorded_at":1795165200}""", "recorded_at", "\"2026-11-20 09:00:00.000\"")]
    [InlineData("""{"recorded_at":1795165200123}""", "recorded_at", "\"2026-11-20 09:00:00.123\"")]
    [InlineData("""{"recorded_at":1795165200.123}""", "recorded_at", "\"2026-11-20 09:00:00.123\"")]
    public async Task A_record_is_read_as_the_serde_reads_it(string record, string column, string expected)
    {
        Assert.Equal(1, lake.Ingest(record).Written);

        Assert.Equal($"\"{column}\"\n{expected}\n", await lake.CsvAsync($"SELECT {column} FROM inventory"));
    }

    [Theory]
    [InlineData("not json", "DataFormatConversion.ParseError", "malformed JSON")]
    [InlineData("{\"on_hand\":1", "DataFormatConversion.ParseError", "malformed JSON")]
    [InlineData("{\"on_hand\":01}", "DataFormatConversion.ParseError", "malformed JSON")]
    [InlineData("{\"on_hand\":1,}", "DataFormatConversion.ParseError", "malformed JSON")]
    [InlineData("{\"event_id\":\"tab\there\"}", "DataFormatConversion.ParseError", "malformed JSON")]
    [InlineData("{\"on_hand\":1,\"on_hand\":2}", "DataFormatConversion.ParseError", "malformed JSON")]
    [InlineData("[{\"on_hand\":1}]", "DataFormatConversion.MalformedData", "not an object")]
    [InlineData("null", "DataFormatConversion.MalformedData", "not an object")]
    [InlineData("{\"on_hand\":\"five\"}", "DataFormatConversion.MalformedData", "on_hand is not a bigint")]
    [InlineData("{\"on_hand\":5.5}", "DataFormatConversion.MalformedData", "on_hand is not a bigint")]
    [InlineData("{\"on_hand\":true}", "DataFormatConversion.MalformedData", "on_hand is not a bigint")]
    [InlineData("{\"on_hand\":\"\"}", "DataFormatConversion.MalformedData", "on_hand is not a bigint")]
    [InlineData("{\"on_hand\":9223372036854775808}", "DataFormatConversion.MalformedData", "on_hand is not a bigint")]
    [InlineData("{\"unit_volume_l\":[1]}", "DataFormatConversion.MalformedData", "unit_volume_l is not a double")]
    [InlineData("{\"unit_volume_l\":\"NaN\"}", "DataFormatConversion.MalformedData", "unit_volume_l is not a double")]
    [InlineData("{\"recorded_at\":\"yesterday\"}", "DataFormatConversion.MalformedData", "recorded_at is not a timestamp")]
    [InlineData("{\"recorded_at\":\"2026-02-30T00:00:00Z\"}", "DataFormatConversion.MalformedData", "recorded_at is not a timestamp")]
    public void A_record_that_cannot_be_a_row_is_refused(string record, string code, string reason)
    {
        var result = lake.Ingest($"{Usual}\n\n{record}\n{Usual}\n");

        Assert.Equal((3, 2, 1), (result.Read, result.Written, result.Refused));
        Assert.Equal([new(reason, 1)], result.RefusedByReason);

        var error = JsonNode.Parse(lake.Text(new(TemporaryLake.Bucket, lake.Keys("errors/").Single())))!;
        Assert.Equal(code, (string?)error["lastErrorCode"]);
        Assert.Equal((3, reason), ((int?)error["local"]!["line"], (string?)error["local"]!["reason"]));
        Assert.Equal(record, Encoding.UTF8.GetString(Convert.FromBase64String((string)error["rawData"]!)));
    }

    [Fact]
    public void A_refused_record_is_described_as_the_delivery_stream_does()
    {
        lake.Ingest("{\"on_hand\":\"five\"}");

        var key = lake.Keys().Single();
        Assert.StartsWith("errors/inventory/format-conversion-failed/2026-11-20/inventory-1-2026-11-20-09-30-15-", key, StringComparison.Ordinal);
        Assert.DoesNotContain('.', key);
        Assert.Equal(
            """
            {"attemptsMade":1,"arrivalTimestamp":1795167015000,"lastErrorCode":"DataFormatConversion.MalformedData","lastErrorMessage":"Data does not match the schema. For input string: \"five\"","attemptEndingTimestamp":1795167015000,"rawData":"eyJvbl9oYW5kIjoiZml2ZSJ9","local":{"line":1,"reason":"on_hand is not a bigint","message":"on_hand is \"five\", not a bigint."}}

            """.ReplaceLineEndings("\n"),
            lake.Text(new(TemporaryLake.Bucket, key)));
    }

    // Firehose developer guide, "Choose the JSON deserializer": {"a":1}{"b":1} is right, an array of documents is not.
    [Theory]
    [InlineData("{\"event_id\":\"a\"}{\"event_id\":\"b\"}", "a b", "")]
    [InlineData("{\"event_id\":\"a\"} {\"event_id\":\"b\"}\n{\"event_id\":\"c\"}\n", "a b c", "")]
    [InlineData("{\n  \"event_id\": \"a\",\n  \"on_hand\": 1\n}\n{\n  \"event_id\": \"b\"\n}\n", "a b", "")]
    [InlineData("{\"event_id\":\r\n\"a\"}{\"event_id\":\"b\"\r\n}", "a b", "")]
    [InlineData("{\"event_id\":\"a\"}{\"event_id\":\"b\",\"on_hand\":true}{\"event_id\":\"c\"}", "a c", "1 on_hand is not a bigint")]
    [InlineData("{\"event_id\":\"a\"}nonsense\n{\"event_id\":\"b\"}", "a b", "1 malformed JSON")]
    [InlineData("{\"event_id\":\"a\"\n{\"event_id\":\"b\"}", "b", "1 malformed JSON")]
    [InlineData("{\"event_id\":\"a\"}\n{\n\"event_id\":\"b\",\n\"on_hand\":\"x\"\n}\n\n{\"event_id\":\"c\"}{\"on_hand\":{}}", "a c", "2 on_hand is not a bigint,7 on_hand is not a bigint")]
    public async Task Documents_are_records_however_they_follow_each_other(string text, string written, string refused)
    {
        lake.Ingest(text);

        var rows = await lake.CsvAsync("SELECT event_id FROM inventory ORDER BY event_id");
        Assert.Equal(written, string.Join(' ', rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Trim('"'))));
        var errors = lake.Keys("errors/").SelectMany(key => lake.Text(new(TemporaryLake.Bucket, key)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => JsonNode.Parse(line)!["local"]!)
            .Select(local => $"{local["line"]} {local["reason"]}");
        Assert.Equal(refused, string.Join(',', errors));
    }

    [Fact]
    public async Task A_record_of_many_documents_without_a_line_end_is_many_rows()
    {
        const int Documents = 10_000;
        var text = string.Concat(Enumerable.Range(0, Documents).Select(i => Usual.Replace("\"e1\"", $"\"e{i}\"", StringComparison.Ordinal)));

        var result = lake.Ingest(text);

        Assert.Equal((Documents, Documents, 0), (result.Read, result.Written, result.Refused));
        Assert.Equal($"\"n\"\n\"{Documents}\"\n", await lake.CsvAsync("SELECT count(DISTINCT event_id) AS n FROM inventory"));
    }

    [Fact]
    public async Task Documents_over_several_lines_stay_whole_in_a_file_of_many_blocks()
    {
        const int Documents = 10_000;
        var text = string.Concat(Enumerable.Range(0, Documents).Select(i => $"{{\n  \"event_id\": \"e{i}\",\n  \"store_id\": \"{new string('s', 200)}\"\n}}\n"));

        var result = lake.Ingest(text);

        Assert.Equal((Documents, Documents, 0), (result.Read, result.Written, result.Refused));
        Assert.Equal($"\"n\"\n\"{Documents}\"\n", await lake.CsvAsync("SELECT count(DISTINCT event_id) AS n FROM inventory"));
    }

    [Fact]
    public void A_line_that_is_not_utf8_is_refused_and_kept()
    {
        byte[] line = [.. "{\"event_id\":\""u8, 0xFF, .. "\"}"u8];
        var result = lake.Stream("inventory").Ingest(
            new MemoryStream([.. line, (byte)'\n', .. Encoding.UTF8.GetBytes(Usual)]), TemporaryLake.Now, TestContext.Current.CancellationToken);

        Assert.Equal((1, 1), (result.Written, result.Refused));
        var error = JsonNode.Parse(lake.Text(new(TemporaryLake.Bucket, lake.Keys("errors/").Single())))!;
        Assert.Equal(line, Convert.FromBase64String((string)error["rawData"]!));
    }

    [Fact]
    public async Task Every_line_of_a_large_file_is_written_or_refused_once()
    {
        const int Lines = 60_000;
        var text = new StringBuilder();
        for (var i = 0; i < Lines; i++)
        {
            text.Append(i % 100 == 0 ? "broken" : Usual.Replace("\"e1\"", $"\"event number {i}\"", StringComparison.Ordinal)).Append("\r\n");
        }

        var result = lake.Ingest(text.ToString());

        Assert.Equal((Lines, Lines - (Lines / 100), Lines / 100), (result.Read, result.Written, result.Refused));
        Assert.Equal($"\"n\"\n\"{result.Written}\"\n", await lake.CsvAsync("SELECT count(DISTINCT event_id) AS n FROM inventory"));
        var lines = lake.Text(new(TemporaryLake.Bucket, lake.Keys("errors/").Single()))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (int)JsonNode.Parse(line)!["local"]!["line"]!);
        Assert.Equal(Enumerable.Range(0, Lines / 100).Select(i => (i * 100) + 1), lines);
    }

    [Fact]
    public void Records_of_several_hours_go_to_the_partitions_of_their_hours()
    {
        var batches = Enumerable.Range(0, 5).Select(i => new ArrivedLines(
            new DateTimeOffset(2026, 11, 19, 22, 20, 0, TimeSpan.Zero).AddMinutes(30 * i), Encoding.UTF8.GetBytes($"{Usual}\n{Usual}")));

        var result = lake.Stream("inventory").Ingest(batches, TestContext.Current.CancellationToken);

        Assert.Equal(10, result.Written);
        Assert.Equal(
            ["dt=2026-11-19/hour=22", "dt=2026-11-19/hour=23", "dt=2026-11-20/hour=00"],
            lake.Keys("inventory/").Select(key => string.Join('/', key.Split('/')[1..3])));
    }

    [Fact]
    public void Nothing_in_is_nothing_out()
    {
        Assert.Equal((0, 0, 0), lake.Ingest("\n \n") is var result ? (result.Read, result.Written, result.Refused) : default);
        Assert.Empty(lake.Keys());
    }

    [Fact]
    public void A_run_that_breaks_off_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => lake.Stream("inventory").Ingest(Batches(), cancellation.Token));

        Assert.Empty(lake.Keys());
        Assert.Empty(Directory.EnumerateFiles(lake.Store.TemporaryFolder));

        IEnumerable<ArrivedLines> Batches()
        {
            for (var hour = 0; ; hour++)
            {
                yield return new(TemporaryLake.Now.AddHours(hour), Encoding.UTF8.GetBytes(Usual));
                if (hour == 3)
                {
                    cancellation.Cancel();
                }
            }
        }
    }

    [Fact]
    public void An_error_of_the_source_is_the_error_of_the_run()
    {
        var error = Assert.Throws<IOException>(() => lake.Stream("inventory").Ingest(Batches(), TestContext.Current.CancellationToken));

        Assert.Equal("The line went dead.", error.Message);
        Assert.Empty(lake.Keys());

        static IEnumerable<ArrivedLines> Batches()
        {
            yield return new(TemporaryLake.Now, Encoding.UTF8.GetBytes(Usual));
            throw new IOException("The line went dead.");
        }
    }

    [Fact]
    public async Task Dispatches_have_a_stream_of_their_own()
    {
        lake.Ingest("""{"order_key":"S1|P1|t","store_id":"S1","product_id":"P1","quantity":12,"dispatched_at":"2026-11-20T09:00:00.000Z"}""", "dispatches");

        Assert.Equal("\"quantity\",\"dt\"\n\"12\",\"2026-11-20\"\n", await lake.CsvAsync("SELECT quantity, dt FROM dispatches"));
    }

    private async Task<string> OnlyRowAsync() => (await lake.CsvAsync("SELECT * FROM inventory")).Split('\n')[1];
}
