using System.Collections.Concurrent;
using Workflow;

namespace Chaos.Runs;

/// <summary>Nothing lost, nothing twice: seeded runs of the whole pipeline in this process under mixed faults.</summary>
public sealed class FaultyRunTests
{
    private const int RunsAtOnce = 6;

    [Fact]
    public async Task Whatever_fails_every_planned_order_is_dispatched_once()
    {
        using var stores = await Site.CreateAsync(stores: 30, products: 12);
        var wrong = new ConcurrentBag<string>();
        var lowest = long.MaxValue;
        await Parallel.ForEachAsync(
            Enumerable.Range(Length.FirstSeed, Length.FaultyRuns),
            new ParallelOptions { MaxDegreeOfParallelism = RunsAtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (seed, _) =>
            {
                using var site = stores.Copy();
                var (found, end) = await new FaultyRun(site, seed).RunAsync();
                found.ToList().ForEach(wrong.Add);
                Interlocked.Exchange(ref lowest, Math.Min(Interlocked.Read(ref lowest), end.Length));
            });

        Assert.Empty(wrong.Take(20));
        Assert.True(lowest > 0, "A run planned nothing.");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_end()
    {
        using var stores = await Site.CreateAsync(stores: 20, products: 10);
        foreach (var seed in Enumerable.Range(Length.FirstSeed, 3))
        {
            using var one = stores.Copy();
            using var other = stores.Copy();
            var (_, end) = await new FaultyRun(one, seed).RunAsync();
            var (_, again) = await new FaultyRun(other, seed).RunAsync();

            Assert.NotEmpty(end);
            Assert.Equal(end, again);
        }
    }

    [Fact]
    public async Task A_definition_that_overlooks_refused_entries_is_found_out()
    {
        using var stores = await Site.CreateAsync(stores: 20, products: 10);
        var careful = ProductMachine.StorePlanning.Definition;
        var careless = careful.Replace("$.failed[0]", "$.failed[10]", StringComparison.Ordinal);
        Assert.NotEqual(careful, careless);
        var wrong = new List<string>();
        for (var seed = 1; wrong.Count == 0; seed++)
        {
            using var site = stores.Copy();
            wrong.AddRange((await new FaultyRun(site, seed, careless).RunAsync()).Wrong);
        }

        Assert.EndsWith("was planned and is lost.", wrong[0], StringComparison.Ordinal);
    }
}
