using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using AwsFakes;
using RecordStreaming;
using Replenishment.Dispatching;

namespace DispatchLedger.Tests;

/// <summary>The ledger over the SDK's own client, to the wire and back.</summary>
public sealed class DynamoDispatchLedgerTests : IDisposable
{
    private readonly FakeDynamo table = new("dispatched");
    private readonly InstantClock clock = new();
    private readonly AmazonDynamoDBClient dynamo;
    private readonly DynamoDispatchLedger ledger;

    public DynamoDispatchLedgerTests()
    {
        dynamo = new(FakeEndpoint.Credentials, FakeEndpoint.Configure(new AmazonDynamoDBConfig(), table.Answer));
        ledger = new(dynamo, "dispatched", new Backoff(3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), () => 1), clock);
    }

    public void Dispose() => dynamo.Dispose();

    [Fact]
    public async Task What_was_recorded_is_found_as_it_was()
    {
        var entry = Entry("S1|P1", "T1");

        await ledger.RecordAsync([Order(entry)], Cancellation);
        var found = await ledger.FindAsync(["S1|P1", "S1|P2"], Cancellation);

        Assert.Equal("S1|P1", Assert.Single(found).Key);
        Assert.Equal(entry.Loads, found["S1|P1"].Loads);
        Assert.False(found["S1|P1"].Streamed);
    }

    [Fact]
    public async Task Whoever_comes_second_is_told_what_the_first_wrote()
    {
        await ledger.RecordAsync([Order(Entry("S1|P1", "first"))], Cancellation);

        var held = await ledger.RecordAsync([Order(Entry("S1|P1", "second")), Order(Entry("S1|P2", "second"))], Cancellation);

        Assert.Equal(
            [("S1|P1", "first"), ("S1|P2", "second")],
            held.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value.Loads[0].TruckId)));
    }

    [Fact]
    public async Task What_is_marked_as_streamed_is_found_so()
    {
        await ledger.RecordAsync([Order(Entry("S1|P1", "T1")), Order(Entry("S1|P2", "T1"))], Cancellation);

        await ledger.MarkStreamedAsync(["S1|P1"], Cancellation);

        var found = await ledger.FindAsync(["S1|P1", "S1|P2"], Cancellation);
        Assert.True(found["S1|P1"].Streamed);
        Assert.False(found["S1|P2"].Streamed);
    }

    [Fact]
    public async Task Nothing_is_marked_that_was_not_recorded()
    {
        await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => ledger.MarkStreamedAsync(["S1|P1"], Cancellation));

        Assert.Empty(table.Items);
    }

    [Fact]
    public async Task More_keys_than_one_call_takes_are_all_found_those_left_unread_after_a_wait()
    {
        var entries = Enumerable.Range(1, 250).Select(number => Entry($"S1|P{number}", "T1")).ToList();
        await ledger.RecordAsync([.. entries.Select(Order)], Cancellation);
        table.SkippedOnce.UnionWith(["S1|P7", "S1|P200"]);

        var found = await ledger.FindAsync([.. entries.Select(entry => entry.OrderKey)], Cancellation);

        Assert.Equal(250, found.Count);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)], clock.Waits);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ShelfOrder Order(LedgerEntry entry) => new(entry, After: null);

    private static LedgerEntry Entry(string orderKey, string truck) => new(
        orderKey, [new(orderKey, "D1", "S1", orderKey, 12, truck, "R1", "E1", InstantClock.Start)], Streamed: false);
}
