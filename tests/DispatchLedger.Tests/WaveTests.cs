using Amazon.DynamoDBv2;
using AwsFakes;
using Chaos.Waves;
using Tests.Shared;

namespace DispatchLedger.Tests;

/// <summary>Waves that die anywhere, over DynamoDB's ledger, days and lease; tests/Chaos runs the same over those of one machine.</summary>
public sealed class WaveTests
{
    private const int Histories = 40;

    [Fact]
    public async Task Whatever_wave_dies_no_truck_is_in_two_places_and_all_that_was_ordered_leaves_once()
    {
        var (dispatched, postponed, rivals) = (0, 0, 0);
        foreach (var seed in Enumerable.Range(1, Histories))
        {
            var clock = new ManualTime();
            using var dynamo = new AmazonDynamoDBClient(
                FakeEndpoint.Credentials, FakeEndpoint.Configure(new AmazonDynamoDBConfig(), new FakeDynamo("dispatched").Answer));
            var ledger = new DynamoDispatchLedger(dynamo, "dispatched", new(3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9), () => 1), clock);
            var history = new WaveHistory(
                seed,
                clock,
                ledger,
                new DynamoTruckDays(dynamo, "dispatched", clock),
                () => new DynamoWaveLease(dynamo, "dispatched", clock));

            var wrong = await history.RunAsync();
            Assert.True(wrong.Count == 0, $"Seed {seed}: {string.Join(" ", wrong)}");
            (dispatched, postponed, rivals) = (dispatched + history.Dispatched, postponed + history.Postponed, rivals + history.Rivals);
        }

        Assert.True(dispatched > 20 * Histories, $"Only {dispatched} loads were dispatched.");
        Assert.True(postponed > 5 * Histories, $"Only {postponed} requests had to wait.");
        Assert.True(rivals > 0, "Nobody else gave a tour.");
    }
}
