using Amazon.DynamoDBv2;
using AwsFakes;
using Replenishment.Dispatching;
using Replenishment.Waves;
using Tests.Shared;

namespace DispatchLedger.Tests;

/// <summary>The days of trucks and the lease of the waves over the SDK's own client, to the wire and back.</summary>
public sealed class WaveItemTests : IDisposable
{
    private static readonly DateOnly Friday = new(2026, 11, 20);

    private readonly FakeDynamo table = new("dispatched");
    private readonly ManualTime clock = new();
    private readonly AmazonDynamoDBClient dynamo;
    private readonly DynamoTruckDays days;
    private readonly DynamoWaveLease lease;

    public WaveItemTests()
    {
        dynamo = new(FakeEndpoint.Credentials, FakeEndpoint.Configure(new AmazonDynamoDBConfig(), table.Answer));
        days = new(dynamo, "dispatched", clock);
        lease = new(dynamo, "dispatched", clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => dynamo.Dispose();

    [Fact]
    public async Task Tours_that_were_given_are_found_with_what_their_trucks_have_to_do()
    {
        var day = await days.FindAsync("D1", Friday, Cancellation);
        Assert.True(await days.GiveAsync(day with { Tours = [new("r1", "D1-T01", 1, 3.5), new("r2", "D1-T01", 2, 4), new("r3", "D1-T02", 1, 1)] }, Cancellation));

        var found = await days.FindAsync("D1", Friday, Cancellation);

        Assert.Equal(new TruckDay(2, TimeSpan.FromHours(7.5)), found.Trucks["D1-T01"]);
        Assert.Equal(new TruckDay(1, TimeSpan.FromHours(1)), found.Trucks["D1-T02"]);
        Assert.Empty((await days.FindAsync("D2", Friday, Cancellation)).Tours);
        Assert.Empty((await days.FindAsync("D1", Friday.AddDays(1), Cancellation)).Tours);
    }

    [Fact]
    public async Task Of_two_who_found_the_same_day_one_gives_tours_and_the_other_has_to_look_again()
    {
        var (one, other) = (await days.FindAsync("D1", Friday, Cancellation), await days.FindAsync("D1", Friday, Cancellation));

        Assert.True(await days.GiveAsync(one with { Tours = [new("r1", "D1-T01", 1, 3)] }, Cancellation));
        Assert.False(await days.GiveAsync(other with { Tours = [new("r2", "D1-T01", 1, 3)] }, Cancellation));

        // The first asks again because its answer was lost: it is the same write.
        Assert.True(await days.GiveAsync(one with { Tours = [new("r1", "D1-T01", 1, 3)] }, Cancellation));
        Assert.Equal("r1", Assert.Single((await days.FindAsync("D1", Friday, Cancellation)).Tours).RouteId);
    }

    [Fact]
    public async Task The_lease_is_one_callers_until_it_is_given_back()
    {
        var mine = await lease.TakeAsync(Cancellation);

        Assert.Null(await lease.TakeAsync(Cancellation));
        await mine!.ReleaseAsync(Cancellation);
        Assert.NotNull(await lease.TakeAsync(Cancellation));
    }

    [Fact]
    public async Task A_lease_that_is_renewed_goes_on_and_one_that_is_not_ends_by_itself()
    {
        var mine = (await lease.TakeAsync(Cancellation))!;
        clock.Advance(WaveLimits.Hold - TimeSpan.FromSeconds(1));
        Assert.True(await mine.RenewAsync(Cancellation));
        clock.Advance(WaveLimits.Hold - TimeSpan.FromSeconds(1));
        Assert.Null(await lease.TakeAsync(Cancellation));

        clock.Advance(TimeSpan.FromSeconds(2));
        var theirs = await lease.TakeAsync(Cancellation);

        Assert.NotNull(theirs);
        Assert.False(await mine.RenewAsync(Cancellation));
        await mine.ReleaseAsync(Cancellation);
        Assert.True(await theirs.RenewAsync(Cancellation));
    }
}
