using StatesLanguage.Maps;
using StatesLanguage.Payloads;
using StatesLanguage.Results;

namespace StatesLanguage.Running;

/// <summary>Makes the inputs of a map run's children: items read, selected and batched.</summary>
internal static class MapPlanning
{
    // AWS's name for the source of items that a state gave.
    private const string StateData = "STATE_DATA";

    /// <param name="run">The Map state.</param>
    /// <param name="map">The map's definition.</param>
    /// <param name="input">The map's effective input.</param>
    /// <param name="items">The items of the input; null: read them.</param>
    /// <returns>The children, and how many items they take together.</returns>
    /// <exception cref="StateFailure">The items cannot be read, or their fields not be filled in.</exception>
    public static async ValueTask<(List<MapChild> Children, int Items)> PlanAsync(
        StateRun run, State.Map map, Json input, JsonArray? items)
    {
        List<MapChild> children = [];
        var batching = await BatchingAsync(run, map.Distribution!.Batcher, input);
        var memory = items is null ? ItemMemory.For(map.Distribution.Reader!) : null;
        var index = 0;
        await foreach (var read in items is null ? ReadAsync(run, map.Distribution, input) : Given(items))
        {
            var item = new MapItem(index++, read.Value, Source: read.Source);
            var selected = map.ItemSelector is null ? item.Value : await run.Data.EvaluateAsync(map.ItemSelector, input, item);
            memory?.Hold(read.Value, selected, item.Index);
            Add(batching is null ? (selected, 1) : batching.Add(selected));
        }

        Add(batching?.Rest());
        return (children, index);

        void Add((Json Input, int Items)? child)
        {
            if (child is var (childInput, count))
            {
                memory?.HoldChild();
                children.Add(new MapChild(children.Count, count, childInput));
            }
        }
    }

    // Null: every item is an input of its own.
    private static async ValueTask<ItemBatching?> BatchingAsync(StateRun run, ItemBatcher? batcher, Json input)
    {
        if (batcher is null)
        {
            return null;
        }

        var items = await run.CountAsync(batcher.MaxItems, input);
        var bytes = await run.CountAsync(batcher.MaxInputBytes, input);
        if (items <= 0 || bytes <= 0)
        {
            throw StateFailure.Runtime($"{(items <= 0 ? "MaxItemsPerBatch" : "MaxInputBytesPerBatch")} must be greater than zero.");
        }

        var batchInput = batcher.BatchInput is null ? null : await run.Data.EvaluateAsync(batcher.BatchInput, input);
        return new ItemBatching(batchInput, items, bytes);
    }

    private static async IAsyncEnumerable<ReadItem> Given(JsonArray items)
    {
        await ValueTask.CompletedTask;
        foreach (var item in items)
        {
            yield return new ReadItem(item, StateData);
        }
    }

    private static async IAsyncEnumerable<ReadItem> ReadAsync(StateRun run, Distribution distribution, Json input)
    {
        var reader = distribution.Reader!;
        var objects = run.Host.Objects ?? throw new StateFailure(StatesError.ItemReaderFailed, "This host has no object store.");
        var parameters = await run.Data.EvaluateAsync(reader.Parameters, input);
        var limit = await run.CountAsync(reader.MaxItems, input) ?? 0;
        if (limit < 0)
        {
            throw new StateFailure(StatesError.ItemReaderFailed, "field MaxItems must be positive") { IsWhole = true };
        }

        // 0 does not limit.
        var most = limit == 0 ? long.MaxValue : limit;
        var reading = new ItemReading(objects, run.Host.Parquet, reader, parameters).ReadAsync(run.Flow.Cancellation);
        await using var items = reading.GetAsyncEnumerator(run.Flow.Cancellation);
        for (var count = 0L; count < most && await NextAsync(items, run.Flow.Cancellation); count++)
        {
            yield return items.Current;
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<ReadItem> items, CancellationToken cancellation)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception exception) when (Boundary.Takes(exception, cancellation))
        {
            throw new StateFailure(StatesError.ItemReaderFailed, exception.Message);
        }
    }
}
