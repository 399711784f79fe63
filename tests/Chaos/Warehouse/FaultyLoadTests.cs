using System.Collections.Concurrent;
using Chaos.Runs;
using StatesLanguage;
using Workflow;

namespace Chaos.Warehouse;

/// <summary>Whatever fails while the lake is loaded, the warehouse has each event once in the end.</summary>
public sealed class FaultyLoadTests
{
    [Fact]
    public async Task A_load_takes_new_files_once_and_events_that_came_again_stay_one_row()
    {
        using var site = await Site.CreateAsync(stores: 5, products: 10);
        var warehouse = new WarehouseSite(site, 1);
        await using var stage = warehouse.Open();

        var first = await WarehouseSite.LoadAsync(stage, "first");
        Assert.True(first.Status == ExecutionStatus.Succeeded, $"{first.Error}: {first.Cause}");
        Assert.Empty(await WarehouseSite.DisagreementsAsync(stage));
        var sets = await WarehouseSite.AskAsync(stage, "SELECT count(*) FROM loads");

        var again = await WarehouseSite.LoadAsync(stage, "again");
        Assert.Equal(sets, await WarehouseSite.AskAsync(stage, "SELECT count(*) FROM loads"));
        Assert.Contains("\"files\":0", again.Output, StringComparison.Ordinal);

        WarehouseSite.Deliver(stage, "new", 0, 100, hour: 10);
        WarehouseSite.Deliver(stage, "new", 50, 100, hour: 9);
        await WarehouseSite.LoadAsync(stage, "third");
        Assert.Empty(await WarehouseSite.DisagreementsAsync(stage));
        Assert.Equal("150", (await WarehouseSite.AskAsync(stage, "SELECT count(*) FROM inventory WHERE event_id LIKE 'new-%'"))[0][0]);
        Assert.Equal(["2", "200", "0", "150"], (await WarehouseSite.AskAsync(stage, "SELECT files, rows_read, rows_without_id, rows_merged FROM loads ORDER BY loaded_at DESC, rows_read LIMIT 1"))[0]);
    }

    [Fact]
    public async Task Under_mixed_faults_every_event_is_loaded_once()
    {
        using var lake = await Site.CreateAsync(stores: 3, products: 5);
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(Length.FirstSeed, 4),
            new ParallelOptions { MaxDegreeOfParallelism = 3, CancellationToken = TestContext.Current.CancellationToken },
            async (seed, _) =>
            {
                using var copy = lake.Copy();
                var site = new WarehouseSite(copy, seed);
                var random = new Random(seed);
                for (var attempt = 1; attempt <= 4; attempt++)
                {
                    await using var stage = site.Open(attempt < 4 ? "redshift=0.3,s3=0.3" : null, attempt);
                    WarehouseSite.Deliver(stage, "e", random.Next(200), 100, random.Next(24));
                    var execution = await WarehouseSite.LoadAsync(stage, $"load-{attempt}");
                    if (attempt == 4)
                    {
                        Assert.True(execution.Status == ExecutionStatus.Succeeded, $"{execution.Error}: {execution.Cause}");
                        (await WarehouseSite.DisagreementsAsync(stage)).ToList().ForEach(wrong.Add);
                    }
                }
            });

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_definition_that_inserts_where_it_should_merge_is_found_out()
    {
        using var site = await Site.CreateAsync(stores: 3, products: 5);
        await using var stage = new WarehouseSite(site, 1).Open();
        var careful = ProductMachine.WarehouseLoad.Definition;
        var careless = careful.Replace("{% $table.merge %}", "{% 'INSERT INTO ' & $table.name & ' SELECT * FROM incoming' %}", StringComparison.Ordinal);
        Assert.NotEqual(careful, careless);

        await WarehouseSite.LoadAsync(stage, "first", careless);
        WarehouseSite.Deliver(stage, "e", 0, 10, hour: 9);
        await WarehouseSite.LoadAsync(stage, "second", careless);
        WarehouseSite.Deliver(stage, "e", 5, 10, hour: 10);
        await WarehouseSite.LoadAsync(stage, "third", careless);

        Assert.NotEmpty(await WarehouseSite.DisagreementsAsync(stage));
    }

    [Fact]
    public async Task Two_loads_of_the_same_files_at_once_leave_each_event_once()
    {
        using var site = await Site.CreateAsync(stores: 3, products: 5);
        await using var stage = new WarehouseSite(site, 1).Open();

        var ended = await Task.WhenAll(WarehouseSite.LoadAsync(stage, "one"), WarehouseSite.LoadAsync(stage, "other"));

        Assert.All(ended, execution => Assert.Equal(ExecutionStatus.Succeeded, execution.Status));
        Assert.Empty(await WarehouseSite.DisagreementsAsync(stage));
    }
}
