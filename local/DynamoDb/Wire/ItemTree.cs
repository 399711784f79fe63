using JsonValues;
using RealTime.Tables;

namespace DynamoDb.Wire;

/// <summary>Items as DynamoDB's own JSON, for answers and for the conditions on them.</summary>
internal static class ItemTree
{
    public static JsonObject Of(Item item) =>
        JsonObject.Of(item.Attributes.Select(attribute => KeyValuePair.Create<string, Json>(attribute.Key, Of(attribute.Value))));

    public static JsonObject Parse(byte[] item) => (JsonObject)Json.Parse(item);

    private static JsonObject Of(ItemValue value) => value switch
    {
        ItemValue.Text text => JsonObject.Of(("S", text.Value)),
        ItemValue.Number number => JsonObject.Of(("N", ItemJson.NumberText(number.Value))),
        ItemValue.Bytes bytes => JsonObject.Of(("B", Convert.ToBase64String(bytes.Value.Span))),
        ItemValue.Flag flag => JsonObject.Of(("BOOL", flag.Value)),
        _ => throw new System.Diagnostics.UnreachableException($"No rule writes {value.GetType().Name}."),
    };
}
