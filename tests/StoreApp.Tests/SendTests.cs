using System.Net;
using System.Text.Json;
using AwsFakes;
using Replenishment;

namespace StoreApp.Tests;

public sealed class SendTests
{
    private const string Clean =
        """{"event_id":"e1","store_id":"S1","product_id":"P1","on_hand":3,"reorder_point":5,"target_level":20,"shelf_capacity":30,"case_size":6,"unit_volume_l":1.5,"recorded_at":"2026-11-20T08:45:00.000Z"}""";

    private readonly FakeFirehose stream = new("inventory");

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
    public async Task Lines_of_a_file_that_are_no_reading_are_refused_with_their_number_and_the_reason()
    {
        using var app = new CommandLine(stream.Answer)
        {
            Input = $"""
                {Clean}
                till 3: out of paper

                {Clean.Replace("3,", "\"many\",", StringComparison.Ordinal)}
                [1]
                {"{}"}
                null
                {Clean.Replace("3,", "-3,", StringComparison.Ordinal)}
                """,
        };

        var code = await app.RunAsync("--stream", "inventory", "--from", "-");

        Assert.Equal(1, code);
        Assert.Equal(
            """
            line 2 refused: it is not JSON (byte 2)
            line 4 refused: on_hand is not of its column's type
            line 5 refused: it is not a JSON object
            line 6 refused: it holds none of a reading's members
            line 7 refused: it holds none of a reading's members

            """,
            app.Error);
        Assert.Equal(
            """
            inventory took 2 readings (records 1, MiB 0.0, calls 1).
            read 7 = sent 2 + refused 5 (5 malformed, 0 not taken by the stream)

            """,
            app.Output);
    }

    [Fact]
    public async Task A_dirty_reading_is_sent_because_the_query_counts_it()
    {
        using var app = new CommandLine(stream.Answer) { Input = """{"event_id":"e1","on_hand":-4,"unknown":true}""" };

        Assert.Equal(0, await app.RunAsync("--stream", "inventory", "--from", "-"));

        Assert.Equal(
            """{"event_id":"e1","store_id":null,"product_id":null,"on_hand":-4,"reorder_point":null,"target_level":null,"shelf_capacity":null,"case_size":null,"unit_volume_l":null,"recorded_at":null}""",
            Assert.Single(stream.Documents));
    }

    [Fact]
    public async Task Throttling_that_does_not_end_is_one_sentence_and_the_count_still_adds_up()
    {
        using var app = new CommandLine(stream.Answer) { Input = $"{Clean}\n{Clean}" };
        stream.Refuse = _ => "ServiceUnavailableException";

        Assert.Equal(1, await app.RunAsync("--stream", "inventory", "--from", "-"));

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

        Assert.Equal(1, await app.RunAsync("--stream", "inventry", "--from", "-"));

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

        Assert.Equal(1, await app.RunAsync("--stream", "inventory", "--from", "-"));

        Assert.Equal(sentence, app.Error);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_one_sentence()
    {
        using var app = new CommandLine(stream.Answer);

        Assert.Equal(1, await app.RunAsync("--stream", "inventory", "--from", "/nowhere/readings.jsonl"));

        Assert.Equal("Could not find a part of the path '/nowhere/readings.jsonl'.\n", app.Error);
    }

    [Theory]
    [InlineData("--stores 0", "--stores must be 1 or more.")]
    [InlineData("--end noon", "--end is 'noon', not a time like 2026-11-20T09:00:00Z.")]
    [InlineData("--from x.jsonl --stores 3", "--stores describes a simulation, and --from sends a file: leave out one of them.")]
    public async Task Options_that_make_no_sense_are_refused_before_anything_is_sent(string options, string problem)
    {
        using var app = new CommandLine(stream.Answer);

        Assert.Equal(1, await app.RunAsync(["--stream", "inventory", .. options.Split(' ')]));

        Assert.Equal(problem, app.Error.Trim());
        Assert.Equal(0, stream.Calls);
    }
}
