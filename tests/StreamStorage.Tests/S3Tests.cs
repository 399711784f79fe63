using System.Text;
using AwsFakes;
using RealTime.Fleet;
using RealTime.Processing;
using RealTime.SideOutputs;
using RealTime.Streams;
using Tests.Shared;

namespace StreamStorage.Tests;

public sealed class S3Tests
{
    private readonly FakeBucket bucket = new();

    [Fact]
    public async Task A_record_that_was_set_aside_is_an_object_with_its_reason_and_payload()
    {
        var record = new StreamRecord(
            "telemetry", "shardId-000000000000", "42", "T", new(2026, 11, 26, 22, 15, 0, TimeSpan.Zero), Encoding.UTF8.GetBytes("not \"JSON\""));
        using var s3 = StorageClients.S3(bucket);

        await new S3SideOutput(s3, "lake").KeepAsync([SetAside.Refused(KnownStreams.Telemetry, record, "It is none.")]);

        var (key, content) = Assert.Single(bucket.Objects);
        Assert.Equal("errors/telemetry/dt=2026-11-26/shardId-000000000000-42.json", key);
        Assert.Contains(
            """
            {"kind":"refused","reason":"It is none.","stream":"telemetry","shard_id":"shardId-000000000000","sequence_number":"42","partition_key":"T","arrived_at":"2026-11-26T22:15:00Z","payload":"not \u0022JSON\u0022"}
            """,
            Encoding.UTF8.GetString(content),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_is_read_once_and_one_that_is_not_there_again_after_a_minute()
    {
        var clock = new InstantClock();
        using var s3 = StorageClients.S3(bucket);
        var routes = new S3Routes(s3, "lake", clock);

        Assert.Null(await routes.FindAsync("D01-abc"));
        Assert.Null(await routes.FindAsync("D01-abc"));
        Assert.Equal(1, bucket.Reads);

        bucket.Objects[DispatchedRoute.KeyOf("D01-abc")] = new DispatchedRoute("D01-abc", "T", 50, 10, []).ToJson();
        await Task.Delay(TimeSpan.FromMinutes(1), clock);
        Assert.Equal("T", (await routes.FindAsync("D01-abc"))!.TruckId);
        await routes.FindAsync("D01-abc");
        Assert.Equal(2, bucket.Reads);
    }
}
