using Local.Dispatching;
using Local.Storage;
using Tests.Shared;

namespace Chaos.Waves;

/// <summary>Waves that die anywhere, with the ledger of one machine; DispatchLedger.Tests runs the same over DynamoDB's.</summary>
public sealed class WaveTests
{
    [Fact]
    public async Task Whatever_wave_dies_no_truck_is_in_two_places_and_all_that_was_ordered_leaves_once()
    {
        var (dispatched, postponed, lost, rivals) = (0, 0, 0, 0);
        foreach (var seed in Enumerable.Range(Length.FirstSeed, Length.WaveHistories))
        {
            using var folder = new TemporaryFolder();
            var clock = new ManualTime();
            await using var ledger = JournalLedger.Open(folder.Root, clock, new JournalOptions(FlushToDisk: false));
            var history = new WaveHistory(seed, clock, ledger, ledger, () => new LocalWaveLease());

            var wrong = await history.RunAsync();
            Assert.True(wrong.Count == 0, $"CHAOS_SEED={seed}: {string.Join(" ", wrong)}");
            (dispatched, postponed) = (dispatched + history.Dispatched, postponed + history.Postponed);
            (lost, rivals) = (lost + history.Lost, rivals + history.Rivals);
        }

        Assert.True(dispatched > 20 * Length.WaveHistories, $"Only {dispatched} loads were dispatched.");
        Assert.True(postponed > 5 * Length.WaveHistories, $"Only {postponed} requests had to wait.");
        Assert.True(lost > 5 * Length.WaveHistories, $"Only {lost} calls were lost.");
        Assert.True(rivals > 0, "Nobody else gave a tour.");
    }
}
