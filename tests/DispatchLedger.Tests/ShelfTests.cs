using Amazon.DynamoDBv2;
using AwsFakes;
using Chaos.Shelves;
using Tests.Shared;

namespace DispatchLedger.Tests;

/// <summary>No shelf is served twice, over DynamoDB's ledger; tests/Chaos runs the same over the one of one machine.</summary>
public sealed class ShelfTests
{
    private const int Histories = 500;

    [Fact]
    public async Task No_shelf_has_more_coming_than_it_holds()
    {
        var (dispatched, superseded) = (0, 0);
        foreach (var seed in Enumerable.Range(1, Histories))
        {
            var clock = new ManualTime();
            using var dynamo = new AmazonDynamoDBClient(
                FakeEndpoint.Credentials, FakeEndpoint.Configure(new AmazonDynamoDBConfig(), new FakeDynamo("dispatched").Answer));
            var ledger = new DynamoDispatchLedger(dynamo, "dispatched", new(3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9), () => 1), clock);
            var history = new ShelfHistory(seed, clock, TimeSpan.FromMinutes(15), ledger, new DynamoTruckDays(dynamo, "dispatched", clock));

            Assert.Equal([], (await history.RunAsync()).Select(sentence => $"Seed {seed}: {sentence}"));
            (dispatched, superseded) = (dispatched + history.Dispatched, superseded + history.Superseded);
        }

        Assert.True(dispatched > 5 * Histories, $"Only {dispatched} lines were dispatched.");
        Assert.True(superseded > Histories / 2, $"Only {superseded} lines were superseded.");
    }
}
