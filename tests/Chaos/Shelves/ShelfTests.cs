using Local.Dispatching;
using Local.Storage;
using Tests.Shared;

namespace Chaos.Shelves;

/// <summary>No shelf is served twice, with the ledger of one machine; DispatchLedger.Tests runs the same over DynamoDB's.</summary>
public sealed class ShelfTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public async Task No_shelf_has_more_coming_than_it_holds(int lagMinutes)
    {
        var (dispatched, superseded) = (0, 0);
        foreach (var seed in Enumerable.Range(Length.FirstSeed, Length.ShelfHistories))
        {
            using var folder = new TemporaryFolder();
            var clock = new ManualTime();
            await using var ledger = JournalLedger.Open(folder.Root, clock, new JournalOptions(FlushToDisk: false));
            var history = new ShelfHistory(seed, clock, TimeSpan.FromMinutes(lagMinutes), ledger, ledger);

            Assert.Equal([], (await history.RunAsync()).Select(sentence => $"CHAOS_SEED={seed}: {sentence}"));
            (dispatched, superseded) = (dispatched + history.Dispatched, superseded + history.Superseded);
        }

        Assert.True(dispatched > 5 * Length.ShelfHistories, $"Only {dispatched} lines were dispatched.");
        Assert.True(superseded > Length.ShelfHistories / 2, $"Only {superseded} lines were superseded.");
    }
}
