using FsCheck;
using FsCheck.Fluent;
using Replenishment.Waves;

namespace StoreTruck.Tests;

/// <summary>The process ends at any call to AWS, before or after its effect, and a later wave finds what it left.</summary>
public sealed class CrashTests
{
    private static readonly string[] Requests =
        [Deliveries.Of("S1", "P1", "P2").Body(), Deliveries.Of("S2", "P1").Body(), Deliveries.Of("S1", "P2").Body()];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_call_neither_doubles_nor_loses_a_dispatch(bool afterItsEffect)
    {
        var crashes = 0;
        for (var call = 1; ; call++)
        {
            var stage = new Stage();
            if (!await CrashesAsync(stage, Requests, call, afterItsEffect))
            {
                break;
            }

            crashes++;
            await AfterTheHoldAsync(stage);
            AssertEachOnce(stage, 3);
        }

        // Of the ledger two reads, three writes, three marks; the lease; the day; a send; the queue's calls.
        Assert.InRange(crashes, 20, 40);
    }

    [Fact]
    public void Whatever_waves_go_out_and_wherever_they_crash_each_key_is_dispatched_once()
    {
        var batch =
            from stores in Gen.Choose(1, 3).ListOf(3)
            from products in Gen.Choose(1, 4).ListOf(3)
            select stores.Zip(products, (store, product) =>
                Deliveries.Of($"S{store}", [.. Enumerable.Range(1, product).Select(number => $"P{number}")]).Body()).ToArray();
        var attempt =
            from bodies in batch
            from call in Gen.Choose(1, 30)
            from after in Gen.Elements(false, true)
            select (bodies, call, after);

        Prop.ForAll(attempt.ListOf(4).ToArbitrary(), attempts =>
        {
            var stage = new Stage();
            foreach (var (bodies, call, after) in attempts)
            {
                CrashesAsync(stage, bodies, call, after).GetAwaiter().GetResult();
                stage.Clock.Advance(WaveLimits.Hold + TimeSpan.FromSeconds(1));
            }

            AfterTheHoldAsync(stage).GetAwaiter().GetResult();
            AssertEachOnce(stage, stage.Recorded.Count());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(12));
    }

    [Fact]
    public async Task A_wave_that_died_keeps_the_next_one_waiting_no_longer_than_its_lease()
    {
        var stage = new Stage();
        await CrashesAsync(stage, Requests, atCall: 15, afterItsEffect: true);

        var soon = await stage.WaveAsync();
        stage.Clock.Advance(WaveLimits.Hold + TimeSpan.FromSeconds(1));
        var later = await stage.WaveAsync();

        Assert.Equal("under_way", soon.GetProperty("status").GetString());
        Assert.Equal("dispatched", later.GetProperty("status").GetString());
        AssertEachOnce(stage, 3);
    }

    private static async Task AfterTheHoldAsync(Stage stage)
    {
        stage.Clock.Advance(WaveLimits.Hold + TimeSpan.FromSeconds(1));
        await stage.WaveAsync();
        Assert.Empty(stage.Queues.Bodies(Stage.Deliveries));
        Assert.Empty(stage.Queues.DeadLetters);
    }

    /// <returns>Whether the function made so many calls that it crashed.</returns>
    private static async Task<bool> CrashesAsync(Stage stage, string[] bodies, int atCall, bool afterItsEffect)
    {
        var calls = 0;
        stage.Network = service => (name, input) =>
        {
            var call = Interlocked.Increment(ref calls);
            var answer = call < atCall || (call == atCall && afterItsEffect) ? service(name, input) : [];

            return call < atCall ? answer : throw new ProcessEndedException();
        };

        try
        {
            await stage.WaveAsync(bodies);
            return false;
        }
        catch (ProcessEndedException)
        {
            return true;
        }
        finally
        {
            stage.Network = service => service;
        }
    }

    private static void AssertEachOnce(Stage stage, int keys)
    {
        Assert.Equal(keys, stage.Recorded.Count());
        Assert.Equal(stage.Recorded, stage.Streamed.Select(rows => rows.Key).Order(StringComparer.Ordinal));
        Assert.All(stage.Streamed, rows => Assert.Single(rows.Distinct()));
        Assert.All(stage.Table.Items.Values, item => Assert.True(item["streamed"]!["BOOL"]!.GetValue<bool>()));
        Assert.All(
            stage.Streamed.SelectMany(rows => rows).GroupBy(row => row.RouteId),
            route => Assert.Single(route.Select(row => row.TruckId).Distinct()));
    }

    private sealed class ProcessEndedException : Exception;
}
