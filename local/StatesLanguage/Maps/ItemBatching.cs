using StatesLanguage.Payloads;

namespace StatesLanguage.Maps;

/// <summary>Puts selected items together into the inputs of children.</summary>
internal sealed class ItemBatching
{
    private readonly Json? batchInput;
    private readonly long mostItems;
    private readonly long mostBytes;
    private readonly List<Json> batch = [];
    private long bytes;

    /// <param name="batchInput">The input that every batch has besides its items; null for none.</param>
    /// <param name="mostItems">Items of a batch; null: as many as its bytes allow.</param>
    /// <param name="mostBytes">Bytes of a batch in UTF-8; null, or more than a payload may have: as many as that.</param>
    public ItemBatching(Json? batchInput, long? mostItems, long? mostBytes)
    {
        this.batchInput = batchInput;
        this.mostItems = mostItems ?? long.MaxValue;
        this.mostBytes = Math.Min(mostBytes ?? Payload.Limit, Payload.Limit);
        bytes = Empty;
    }

    // The bytes of an input without items.
    private int Empty => Wrap([]).Utf8Length;

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
