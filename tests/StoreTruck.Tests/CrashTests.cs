using AwsFakes;
using FsCheck;
using FsCheck.Fluent;

namespace StoreTruck.Tests;

/// <summary>The process ends at any call to AWS, before or after its effect, and the queue delivers the messages again.</summary>
public sealed class CrashTests
{
    private static readonly string Batch = SqsEvent.Of(
        Deliveries.Of("S1", "P1", "P2").Body(), Deliveries.Of("S2", "P1").Body(), Deliveries.Of("S1", "P2").Body());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_call_neither_doubles_nor_loses_a_dispatch(bool afterItsEffect)
    {
        var crashes = 0;
        for (var call = 1; ; call++)
        {
            var stage = new Stage();
            if (!await CrashesAsync(stage, Batch, call, afterItsEffect))
            {
                break;
            }

            crashes++;
            await stage.HandleAsync(Batch);
            AssertEachOnce(stage, 3);
        }

        // Two reads, three writes, a send, three marks.
        Assert.Equal(9, crashes);
    }

    [Fact]
    public void Whatever_batches_come_and_wherever_they_crash_each_key_is_dispatched_once()
    {
        var batch =
            from stores in Gen.Choose(1, 3).ListOf(3)
            from products in Gen.Choose(1, 4).ListOf(3)
            select SqsEvent.Of([.. stores.Zip(products, (store, product) =>
                Deliveries.Of($"S{store}", [.. Enumerable.Range(1, product).Select(number => $"P{number}")]).Body())]);
        var attempt =
            from json in batch
            from call in Gen.Choose(1, 12)
            from after in Gen.Elements(false, true)
            select (json, call, after);

        Prop.ForAll(attempt.ListOf(4).ToArbitrary(), attempts =>
        {
            var stage = new Stage();
            foreach (var (json, call, after) in attempts)
            {
                CrashesAsync(stage, json, call, after).GetAwaiter().GetResult();
            }

            foreach (var (json, _, _) in attempts)
            {
                stage.HandleAsync(json).GetAwaiter().GetResult();
            }

            AssertEachOnce(stage, stage.Recorded.Count());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    /// <returns>Whether the function made so many calls that it crashed.</returns>
    private static async Task<bool> CrashesAsync(Stage stage, string batch, int atCall, bool afterItsEffect)
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
            await stage.HandleAsync(batch);
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
    }

    private sealed class ProcessEndedException : Exception;
}
