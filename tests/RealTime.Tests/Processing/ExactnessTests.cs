using System.Globalization;
using RealTime.Processing;
using RealTime.SideOutputs;
using RealTime.Tables;
using RealTime.Tests.Memory;

namespace RealTime.Tests.Processing;

/// <summary>Whatever happens on the way, the minutes come to the same.</summary>
public sealed class ExactnessTests
{
    private const int Seeds = 500;

    [Fact]
    public async Task Duplicates_disorder_replays_conflicts_crashes_throttling_and_reshards_change_nothing()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                await RunAsync(seed);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed}: {error.Message}", error);
            }
        }
    }

    private static async Task RunAsync(int seed)
    {
        var traffic = new Traffic(seed);
        var calm = new Stage();
        await calm.Start(traffic.Stream).ProcessAsync(traffic.Records);

        var stage = new Stage();
        await new TroubledRun(stage, traffic, seed).RunAsync();

        Assert.Equal(Recomputation.Of(traffic.Counted, traffic.Stream), Recomputation.Of(stage.Minutes.Items, traffic.Stream));
        Assert.Equal(Rows(calm), Rows(stage));
        Assert.Equal(calm.Trucks.Items.Select(Text), stage.Trucks.Items.Select(Text));
        Assert.Equal(calm.Kept.Keys, stage.Kept.Keys);

        // Counted, late and refused are all that was sent.
        Assert.Equal(traffic.Counted.Count, stage.Minutes.Items.Sum(row => row.Whole("count")));
        Assert.Equal(traffic.Late.Count, stage.Kept.Values.Count(record => record.Kind == SetAsideKind.Late));
        Assert.Equal(traffic.Refused, stage.Kept.Values.Count(record => record.Kind == SetAsideKind.Refused));
    }

    /// <summary>The rows to the byte, but for how often they were written and how many events came late.</summary>
    private static IEnumerable<string> Rows(Stage stage) => stage.Minutes.Items.Select(item =>
    {
        item[Attributes.Revision] = ItemValue.Of(0);
        item["late"] = ItemValue.Of(0);
        return Text(item);
    });

    private static string Text(Item item) => System.Text.Encoding.UTF8.GetString(ItemJson.ToBytes(item));
}

/// <summary>The event source mapping on a bad day: batches fail, come again, and are handled by several processes at once.</summary>
internal sealed class TroubledRun
{
    private readonly Stage stage;
    private readonly Traffic traffic;
    private readonly Random random;
    private readonly List<List<StreamRecord>> done = [];
    private StreamProcessor processor;
    private bool isInside;

    public TroubledRun(Stage stage, Traffic traffic, int seed)
    {
        (this.stage, this.traffic, random) = (stage, traffic, new Random(seed * 7919));
        processor = stage.Start(traffic.Stream);
        foreach (var table in stage.Tables)
        {
            table.Before = _ => Trouble();
            table.After = _ => Crash();
            table.Busy = () => !isInside && random.Next(40) == 0 ? (true, random.Next(2) == 0) : (false, false);
        }

        stage.Before = _ => Crash();
    }

    public async Task RunAsync()
    {
        // Parents are read to their end before their children, as the poller does; shards of an age in any order.
        foreach (var shard in traffic.Records
            .GroupBy(record => record.ShardId)
            .OrderBy(shard => long.Parse(shard.Key[8..], CultureInfo.InvariantCulture) >= 2)
            .ThenBy(_ => random.Next()))
        {
            var left = shard.ToList();
            while (left.Count > 0)
            {
                var batch = left.Take(random.Next(1, 25)).ToList();
                left.RemoveRange(0, await HandledAsync(batch));
                done.Add(batch);
            }
        }
    }

    /// <returns>How many records are done with, from the first on.</returns>
    private async Task<int> HandledAsync(List<StreamRecord> batch)
    {
        try
        {
            var result = await processor.ProcessAsync(batch);
            return result.FailedFrom is { } failed ? batch.FindIndex(record => record.SequenceNumber == failed) : batch.Count;
        }
        catch (Exception error) when (error is CrashException or TableBusyException)
        {
            processor = error is CrashException ? stage.Start(traffic.Stream) : processor;
            return 0;
        }
    }

    private void Trouble()
    {
        if (isInside)
        {
            return;
        }

        Crash();
        if (random.Next(50) == 0)
        {
            throw new TableBusyException("Throttled.");
        }

        if (random.Next(8) == 0)
        {
            // Another process handles a batch that was delivered before, or part of the next one, in this very moment.
            isInside = true;
            var batch = done.Count > 0 && random.Next(2) == 0 ? done[random.Next(done.Count)] : traffic.Records[..random.Next(1, 10)];
            stage.Start(traffic.Stream).ProcessAsync(batch).GetAwaiter().GetResult();
            isInside = false;
        }
    }

    private void Crash()
    {
        if (!isInside && random.Next(60) == 0)
        {
            throw new CrashException();
        }
    }

    private sealed class CrashException : Exception;
}
