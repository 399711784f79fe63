namespace Chaos.Runs;

/// <summary>Nothing lost, nothing twice: the real process, killed with <c>kill -9</c> at any time and started again.</summary>
public sealed class KilledRunTests
{
    [Fact]
    public async Task Killed_at_any_time_and_started_again_the_program_dispatches_every_planned_order_once()
    {
        using var stores = await Site.CreateAsync(stores: 60, products: 40);
        var wrong = new List<string>();
        var killed = 0;
        foreach (var seed in Enumerable.Range(Length.FirstSeed, Length.KilledRuns))
        {
            using var site = stores.Copy();
            var run = new KilledRun(site, seed);
            wrong.AddRange(await run.RunAsync());
            killed += run.Killed;
        }

        Assert.Empty(wrong.Take(20));
        Assert.True(killed >= Length.KilledRuns, $"The processes of {Length.KilledRuns} runs were killed {killed} times.");
    }
}
