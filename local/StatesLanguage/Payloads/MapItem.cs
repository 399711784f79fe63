namespace StatesLanguage.Payloads;

/// <summary>The item that <c>$$.Map.Item</c> shows.</summary>
/// <param name="Index">The place of the item, from 0.</param>
/// <param name="Value">The item itself.</param>
/// <param name="Key">The member's name where a Map runs over an object.</param>
/// <param name="Source">The S3 URI the item was read from.</param>
internal sealed record MapItem(int Index, Json Value, string? Key = null, string? Source = null)
{
    public JsonObject ToJson()
    {
        var item = new JsonObject.Builder().Add("Index", Json.Of(Index));
        if (Key is not null)
        {
            item.Add("Key", Json.Of(Key));
        }

        item.Add("Value", Value);
        if (Source is not null)
        {
            item.Add("Source", Json.Of(Source));
        }

        return JsonObject.Of(("Item", item.Build()));
    }
}
