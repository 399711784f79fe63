using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Lake.S3;
using Local.Names;

namespace Local.Tests.Cli;

/// <summary>The real-time half on a kept folder, as a person types it.</summary>
public sealed class RoadTests : IDisposable
{
    // With it, a refrigerator of the test's trucks fails early.
    private const string SeedThatFails = "12";

    private readonly LocalProgram program = new();

    [Fact]
    public async Task Every_record_of_the_trucks_is_counted_or_told_apart_and_the_minutes_have_as_many_events()
    {
        await DispatchAsync();

        var drive = await program.JsonAsync("drive", "--seed", "3");
        var keys = (await program.JsonAsync("minutes"))["keys"]!.AsArray();
        var streams = (await program.JsonAsync("streams"))["streams"]!.AsArray();

        var came = drive["came"]!;
        Assert.True((long)drive["records"]! > 500);
        Assert.Equal((long)drive["records"]!, Sum(came, "counted", "repeated", "late", "refused"));
        Assert.Equal((long)came["counted"]!, keys.Sum(key => (long)key!["count"]!));
        Assert.Equal((int)drive["trucks"]!, keys.Count);
        Assert.Equal(["telemetry", "visits"], streams.Select(stream => (string)stream!["name"]!));
        Assert.Equal([0, 0], streams.Select(stream => (long)Assert.Single(stream!["readers"]!.AsArray())!["waiting"]!));
    }

    [Fact]
    public async Task A_key_has_a_line_for_each_minute_with_its_measures()
    {
        await DispatchAsync();
        await program.JsonAsync("drive");
        var first = (await program.JsonAsync("minutes"))["keys"]![0]!;

        var minutes = (await program.JsonAsync("minutes", (string)first["name"]!))["minutes"]!.AsArray();

        Assert.Equal((long)first["minutes"]!, minutes.Count);
        Assert.Equal((long)first["count"]!, minutes.Sum(minute => (long)minute!["count"]!));
        Assert.All(minutes, minute => Assert.InRange(
            (double)minute!["ranges"]!["cargo_c"]!["mean"]!,
            (double)minute["ranges"]!["cargo_c"]!["least"]!,
            (double)minute["ranges"]!["cargo_c"]!["most"]!));
    }

    [Fact]
    public async Task A_refrigerator_that_fails_is_among_the_alerts()
    {
        await DispatchAsync();

        var drive = await program.JsonAsync("drive", "--seed", SeedThatFails);
        var alerts = (await program.JsonAsync("alerts"))["alerts"]!.AsArray();

        Assert.True((int)drive["refrigeratorsFailed"]! > 0);
        Assert.Equal((int)drive["came"]!["alertsOpened"]!, alerts.Count);
        Assert.Contains(alerts, alert => (string)alert!["kind"]! == "cargo_warm" && (bool)alert["notified"]!);
    }

    [Fact]
    public async Task People_visit_the_shops_whose_stock_fell()
    {
        var end = TimeProvider.System.GetUtcNow();
        await program.JsonAsync("stores", "--stores", "2", "--products", "20", "--days", "3", "--end", end.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

        var visits = await program.JsonAsync("visits", "--hours", "23", "--stores", "1");

        Assert.Equal(1, (int)visits["stores"]!);
        Assert.True((long)visits["records"]! > 0);
        Assert.Equal((long)visits["records"]!, Sum(visits["came"]!, "counted", "repeated", "late", "refused"));
    }

    [Fact]
    public async Task What_was_refused_is_sent_again_from_its_file_and_removed()
    {
        await DispatchAsync();
        await program.JsonAsync("drive");
        const string Key = "errors/telemetry/dt=2026-11-26/shardId-000000000000-1.json";
        PutObject(Key, """{"kind":"refused","reason":"no","stream":"telemetry","shard_id":"s","sequence_number":"1","partition_key":"T","arrived_at":"2026-11-26T22:20:00Z","payload":"{}"}""");
        PutObject(Key.Replace("-1.json", "-2.json", StringComparison.Ordinal), "torn");
        var before = await StreamAsync();

        var sent = await program.RunAsync("streams", "resend", "telemetry");

        Assert.Equal((1, 2L), (sent.ExitCode, before.Refused));
        Assert.Contains("telemetry has 1 record of 1 object again.", sent.Output, StringComparison.Ordinal);
        Assert.Contains("Stays, because it cannot be read: errors/telemetry/dt=2026-11-26/shardId-000000000000-2.json", sent.Output, StringComparison.Ordinal);
        Assert.Equal((before.Taken + 1, 1L), await StreamAsync());
        Assert.Contains("no stream 'telemetri'", (await program.RunAsync("streams", "resend", "telemetri")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("drive", "No truck has been dispatched: run 'start' and 'trucks' first.")]
    [InlineData("minutes truck#T", "Nothing was counted of 'truck#T': 'minutes' without a key lists those that there are.")]
    public async Task Without_anything_to_show_the_remedy_is_named(string typed, string sentence)
    {
        Directory.CreateDirectory(program.Data);

        var printed = await program.RunAsync(typed.Split(' '));

        Assert.Equal((1, sentence), (printed.ExitCode, printed.Error.Trim()));
    }

    public void Dispose() => program.Dispose();

    private void PutObject(string key, string text) =>
        new S3Folder(program.Data).Put(new(LocalNames.LakeBucket, key), Encoding.UTF8.GetBytes(text));

    private async Task<(long Taken, long Refused)> StreamAsync()
    {
        var stream = (await program.JsonAsync("streams"))["streams"]![0]!;
        return ((long)stream["taken"]!, (long)stream["refused"]!);
    }

    private static long Sum(JsonNode counts, params string[] names) => names.Sum(name => (long)counts[name]!);

    private async Task DispatchAsync()
    {
        await program.StoresAsync();
        await program.StartAsync();
        await program.JsonAsync("trucks");
    }
}
