using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using AwsFakes;
using Replenishment;
using Tests.Shared;

namespace StoreApp.Tests;

public sealed class SendTests : IDisposable
{
    private const string Clean =
        """{"event_id":"e1","store_id":"S1","product_id":"P1","on_hand":3,"reorder_point":5,"target_level":20,"shelf_capacity":30,"case_size":6,"unit_volume_l":1.5,"recorded_at":"2026-11-20T08:45:00.000Z"}""";

    private const string OwnCsv = """
        shop;sku;dozens;min;max;shelf;case;ml;counted
        S1;00042;3;5;20;30;6;1500;20.11.2026 09:15
        S1;00043;3;few;20;30;6;750;20.11.2026 09:15

        """;

    private static readonly string[] Mapped =
    [
        .. new[]
        {
            "event_id=concat_ws('/', shop, sku, counted)", "store_id=shop", "product_id=sku", "on_hand=dozens::bigint * 12",
            "reorder_point=min", "target_level=max", "shelf_capacity=shelf", "case_size=case", "unit_volume_l=ml::double / 1000",
            "recorded_at=strptime(counted, '%d.%m.%Y %H:%M')",
        }.SelectMany(part => new[] { "--map", part }),
    ];

    private readonly FakeFirehose stream = new("inventory");
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Simulated_readings_all_arrive_and_the_count_adds_up()
    {
        using var app = new CommandLine(stream.Answer);

        var code = await app.RunAsync("--stream", "inventory", "--stores", "5", "--products", "20", "--days", "2");

        var sent = stream.Documents.Count;
        Assert.Equal(0, code);
        Assert.True(sent > 500);
        Assert.All(stream.Documents, document => Assert.NotNull(JsonSerializer.Deserialize(document, ReplenishmentJson.Wire.Reading)));
        Assert.EndsWith(
            FormattableString.Invariant($"read {sent:N0} = sent {sent:N0} + refused 0 (0 malformed, 0 not taken by the stream)\n"),
            app.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_options_send_the_same_readings()
    {
        string[] arguments = ["--stream", "inventory", "--stores", "3", "--products", "5", "--seed", "7", "--end", "2026-11-20T09:00:00"];
        var other = new FakeFirehose("inventory");

        await new CommandLine(stream.Answer).RunAsync(arguments);
        await new CommandLine(other.Answer).RunAsync(arguments);

        Assert.NotEmpty(stream.Documents);
        Assert.Equal(stream.Documents, other.Documents);
    }

    [Fact]
    public async Task Readings_share_records_so_that_the_rounding_of_each_to_5_kilobytes_costs_little()
    {
        await new CommandLine(stream.Answer).RunAsync("--stream", "inventory", "--stores", "10", "--products", "50");

        var bytes = stream.Taken.Sum(record => record.Length);
        var billed = stream.Taken.Sum(record => (record.Length + 5119) / 5120 * 5120);
        Assert.True(billed < bytes * 1.06, $"{bytes} bytes are billed as {billed}.");
    }

    [Fact]
    public async Task Lines_of_a_file_that_are_no_reading_are_not_sent_and_the_first_three_are_shown()
    {
        using var app = new CommandLine(stream.Answer)
        {
            Input = $"""
                {Clean}
                till 3: out of paper

                {Clean.Replace("3,", "\"many\",", StringComparison.Ordinal)}
                [1]
                null
                {Clean.Replace("3,", "-3,", StringComparison.Ordinal)}
                """,
        };

        var code = await app.RunAsync("send", "-", "--stream", "inventory");

        Assert.Equal((0, ""), (code, app.Error));
        Assert.StartsWith(
            """
            6 lines read: 2 can be sent, 4 refused.
                      2  not an object
                      1  malformed JSON
                      1  on_hand is not a bigint
              line 2: Byte 2: 'till 3: out of paper' 
            """,
            app.Output,
            StringComparison.Ordinal);
        Assert.Equal(2, stream.Documents.Count);
    }

    [Fact]
    public async Task A_dirty_reading_is_sent_because_the_query_counts_it()
    {
        using var app = new CommandLine(stream.Answer)
        {
            Input = Clean.Replace("3,", "-4,", StringComparison.Ordinal).Replace("\"P1\"", "null, \"unknown\":true", StringComparison.Ordinal) + $"\n{Clean}",
        };

        Assert.Equal(0, await app.RunAsync("send", "-", "--stream", "inventory"));

        Assert.Equal(
            [
                Clean,
                """{"event_id":"e1","store_id":"S1","product_id":null,"on_hand":-4,"reorder_point":5,"target_level":20,"shelf_capacity":30,"case_size":6,"unit_volume_l":1.5,"recorded_at":"2026-11-20T08:45:00.000Z"}""",
            ],
            stream.Documents.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Files_in_forms_of_the_users_own_are_sent_in_Firehoses_form()
    {
        var csv = Write("ours.csv", OwnCsv);
        var compressed = folder["more.jsonl.gz"];
        await using (var gzip = new GZipStream(File.Create(compressed), CompressionMode.Compress))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("""{"shop":"S2","sku":"00042","dozens":"2","min":5,"max":20,"shelf":30,"case":6,"ml":750,"counted":"20.11.2026 09:15"}"""), TestContext.Current.CancellationToken);
        }

        using var app = new CommandLine(stream.Answer);

        var code = await app.RunAsync(["send", csv, compressed, "--stream", "inventory", .. Mapped]);

        Assert.Equal((0, ""), (code, app.Error));
        Assert.StartsWith(
            $"""
            3 rows read: 2 can be sent, 1 refused.
                      1  reorder_point is not a bigint
              row 2: reorder_point is "few", not a bigint. What is taken is a whole number such as 12.

            """.ReplaceLineEndings("\n"),
            app.Output,
            StringComparison.Ordinal);
        Assert.Equal(
            [
                """{"event_id":"S1/00042/20.11.2026 09:15","store_id":"S1","product_id":"00042","on_hand":36,"reorder_point":5,"target_level":20,"shelf_capacity":30,"case_size":6,"unit_volume_l":1.5,"recorded_at":"2026-11-20T09:15:00.000Z"}""",
                """{"event_id":"S2/00042/20.11.2026 09:15","store_id":"S2","product_id":"00042","on_hand":24,"reorder_point":5,"target_level":20,"shelf_capacity":30,"case_size":6,"unit_volume_l":0.75,"recorded_at":"2026-11-20T09:15:00.000Z"}""",
            ],
            stream.Documents.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task When_one_file_cannot_be_read_nothing_of_any_is_sent()
    {
        var good = Write("good.jsonl", Clean);
        var theirs = Write("theirs.jsonl", """{"sku":"a","qty":3}""");
        using var app = new CommandLine(stream.Answer);

        Assert.Equal(1, await app.RunAsync("send", good, theirs, "--stream", "inventory"));

        Assert.Equal(
            $"{theirs}: nothing in it is called event_id, store_id, product_id, on_hand, reorder_point, target_level, shelf_capacity, case_size, "
            + "unit_volume_l, recorded_at, and every reading needs that. It has qty, sku, which the table does not know. "
            + "Say what each is made of, such as --map event_id=qty. Nothing of the file was taken.\n",
            app.Error);
        Assert.Equal((0, ""), (stream.Calls, app.Output));
    }

    [Theory]
    [InlineData("send - --dry-run", "1 line read: 1 would be sent, 0 refused. Nothing was sent.\n")]
    [InlineData("send - --map on_hand=on_hand --dry-run", "1 row read: 1 would be sent, 0 refused. Nothing was sent.\n")]
    public async Task A_dry_run_needs_no_stream_and_sends_nothing(string command, string printed)
    {
        using var app = new CommandLine(stream.Answer) { Input = Clean };

        Assert.Equal(0, await app.RunAsync(command.Split(' ')));

        Assert.Equal((printed, 0), (app.Output, stream.Calls));
    }

    [Theory]
    [InlineData("", false, 0)]
    [InlineData("", true, 0)]
    [InlineData("\nnot json", false, 0)]
    [InlineData("\nnot json", true, 1)]
    public async Task The_exit_code_tells_strictly_whether_anything_was_refused(string more, bool strict, int code)
    {
        using var app = new CommandLine(stream.Answer) { Input = Clean + more };

        Assert.Equal(code, await app.RunAsync(["send", "-", "--stream", "inventory", .. strict ? ["--strict"] : Array.Empty<string>()]));

        Assert.Single(stream.Documents);
    }

    [Fact]
    public async Task Nothing_is_sent_where_every_line_is_refused()
    {
        using var app = new CommandLine(stream.Answer) { Input = "not json" };

        Assert.Equal(1, await app.RunAsync("send", "-", "--stream", "inventory"));

        Assert.StartsWith("1 line read: 0 can be sent, 1 refused.\n", app.Output, StringComparison.Ordinal);
        Assert.Equal(0, stream.Calls);
    }

    [Fact]
    public async Task Refused_readings_are_kept_in_the_file_that_is_named_for_them()
    {
        using var app = new CommandLine(stream.Answer) { Input = $"{Clean}\ntill 3: out of paper" };

        await app.RunAsync("send", "-", "--dry-run", "--refused", folder["refused.jsonl"]);

        var refused = JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(folder["refused.jsonl"], TestContext.Current.CancellationToken))).RootElement;
        Assert.Equal("till 3: out of paper", Encoding.UTF8.GetString(refused.GetProperty("rawData").GetBytesFromBase64()));
        Assert.Equal(2, refused.GetProperty("local").GetProperty("line").GetInt32());
    }

    [Theory]
    [InlineData("stores/stores.csv", "Of stores that the reference data does not know: S7 (2). Nothing is ordered for them. "
        + "Name them in stores.csv of the stack's folder referenceData, then: pulumi up\n"
        + "Of stores whose depot the reference data does not know: D1 (1). Nothing is ordered for them. "
        + "Name them in depots.csv of the stack's folder referenceData, then: pulumi up\n")]
    [InlineData("other", "Of stores that the reference data does not know: S7 (2), S1 (1). Nothing is ordered for them. "
        + "Name them in stores.csv of the stack's folder referenceData, then: pulumi up\n")]
    public async Task Readings_of_stores_that_the_lake_does_not_know_are_counted_by_name(string key, string sentence)
    {
        var bucket = new FakeBucket { Objects = { [key] = "store_id,name,region,depot_id,latitude,longitude\nS1,One,north,D1,53.5,-2\n"u8.ToArray() } };
        var other = Clean.Replace("\"S1\"", "\"S7\"", StringComparison.Ordinal);
        using var app = new CommandLine(stream.Answer, bucket) { Input = $"{Clean}\n{other}\n{other}" };

        var code = await app.RunAsync("send", "-", "--stream", "inventory", "--lake", "lake");

        Assert.Equal((0, ""), (code, app.Error));

        Assert.Contains(sentence, app.Output, StringComparison.Ordinal);
        Assert.Equal(3, stream.Documents.Count);
    }

    [Fact]
    public async Task Whoever_stops_the_sending_is_told_what_is_kept()
    {
        using var app = new CommandLine(stream.Answer) { Input = Clean };
        stream.Before = _ => app.Interrupt.Cancel();
        stream.Refuse = _ => "ServiceUnavailableException";

        Assert.Equal(130, await app.RunAsync("send", "-", "--stream", "inventory"));

        Assert.Equal("Stopped. What the stream took is kept; a reading that is sent again counts once.\n", app.Error);
        Assert.EndsWith("read 1 = sent 0 + refused 1 (0 malformed, 1 not taken by the stream)\n", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttling_that_does_not_end_is_one_sentence_and_the_count_still_adds_up()
    {
        using var app = new CommandLine(stream.Answer) { Input = $"{Clean}\n{Clean}" };
        stream.Refuse = _ => "ServiceUnavailableException";

        Assert.Equal(1, await app.RunAsync("send", "-", "--stream", "inventory"));

        Assert.Equal(
            "The stream refused 1 record in 8 attempts, the last time with ServiceUnavailableException. "
            + "Nothing more is sent. Where it is throttled, ask for a higher quota or send less at once.\n",
            app.Error);
        Assert.EndsWith("read 2 = sent 0 + refused 2 (0 malformed, 2 not taken by the stream)\n", app.Output, StringComparison.Ordinal);
        Assert.Equal([200, 400, 800, 1600, 3200, 6400, 12800], app.Clock.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_one_sentence()
    {
        using var app = new CommandLine(stream.Answer) { Input = Clean };

        Assert.Equal(1, await app.RunAsync("send", "-", "--stream", "inventry"));

        Assert.Equal(
            "Firehose inventry under account 123456789012 not found. Check the stream's name and the Region: "
            + "aws firehose list-delivery-streams\n",
            app.Error);
    }

    [Theory]
    [InlineData("ExpiredTokenException", "The AWS session has expired. Sign in again (aws sso login, or new temporary credentials) and repeat the command.\n")]
    [InlineData("UnrecognizedClientException", "AWS does not know these credentials. Check AWS_PROFILE and AWS_ACCESS_KEY_ID, and that they belong to the Region's partition.\n")]
    [InlineData("AccessDeniedException", "AWS answered AccessDeniedException: No.\n")]
    public async Task What_AWS_refuses_is_one_sentence(string code, string sentence)
    {
        using var app = new CommandLine((_, _) => throw new ServiceException(code, "No.", HttpStatusCode.Forbidden)) { Input = Clean };

        Assert.Equal(1, await app.RunAsync("send", "-", "--stream", "inventory"));

        Assert.Equal(sentence, app.Error);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_one_sentence()
    {
        using var app = new CommandLine(stream.Answer);

        Assert.Equal(1, await app.RunAsync("send", "/nowhere/readings.jsonl", "--stream", "inventory"));

        Assert.Equal("/nowhere/readings.jsonl: there is no such file.\n", app.Error);
    }

    [Theory]
    [InlineData("--stream inventory --stores 0", "--stores must be 1 or more.")]
    [InlineData("--stream inventory --end noon", "--end is 'noon', not a time like 2026-11-20T09:00:00Z.")]
    [InlineData("send -", "Option '--stream' is required: name the stack's output inventoryStream, or ask for a --dry-run.")]
    [InlineData("send - --stream inventory --map shop", "--map shop: write COLUMN=EXPRESSION, such as on_hand=qty.")]
    public async Task Options_that_make_no_sense_are_refused_before_anything_is_sent(string line, string problem)
    {
        using var app = new CommandLine(stream.Answer);

        Assert.Equal(1, await app.RunAsync(line.Split(' ')));

        Assert.Equal(problem, app.Error.Trim());
        Assert.Equal(0, stream.Calls);
    }

    public void Dispose() => folder.Dispose();

    private string Write(string file, string text)
    {
        File.WriteAllText(folder[file], text);
        return folder[file];
    }
}
