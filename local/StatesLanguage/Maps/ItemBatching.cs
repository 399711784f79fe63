namespace StatesLanguage;

/// <summary>Puts selected items together into the inputs of children.</summary>
internal sealed class ItemBatching
{
    private readonly Json? batchInput;
    private readonly long mostItems;
    private readonly long mostBytes;
    private readonly List<Json> batch = [];
    private long bytes;

    private ItemBatching(Json? batchInput, long? mostItems, long? mostBytes)
    {
        this.batchInput = batchInput;
        this.mostItems = mostItems ?? long.MaxValue;
        this.mostBytes = Math.Min(mostBytes ?? StateRun.PayloadLimit, StateRun.PayloadLimit);
        bytes = Empty;
    }

    // The bytes of an input without items.
    private int Empty => Wrap([]).Utf8Length;

    /// <summary>Null: every item is an input of its own.</summary>
    public static async ValueTask<ItemBatching?> OfAsync(StateRun run, ItemBatcher? batcher, Json input)
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

    /// <summary>Takes an item on, and gives the batch that is full before it, if any.</summary>
    public (Json Input, int Items)? Add(Json item)
    {
        // Between items stands a comma.
        var size = item.Utf8Length + (batch.Count == 0 ? 0 : 1);
        var full = batch.Count > 0 && (batch.Count == mostItems || bytes + size > mostBytes) ? Rest() : null;
        bytes += item.Utf8Length + (batch.Count == 0 ? 0 : 1);
        batch.Add(item);
        return full;
    }

    /// <summary>The batch begun, if any.</summary>
    public (Json Input, int Items)? Rest()
    {
        if (batch.Count == 0)
        {
            return null;
        }

        var rest = (Wrap(batch), batch.Count);
        batch.Clear();
        bytes = Empty;
        return rest;
    }

    private JsonObject Wrap(List<Json> items) => batchInput is null
        ? JsonObject.Of(("Items", JsonArray.Of(items)))
        : JsonObject.Of(("BatchInput", batchInput), ("Items", JsonArray.Of(items)));
}
