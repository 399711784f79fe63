using System.Globalization;
using Amazon.DynamoDBv2.Model;
using RealTime.Tables;

namespace StreamStorage;

/// <summary>Items as the SDK has them.</summary>
internal static class DynamoItem
{
    public static Dictionary<string, AttributeValue> Of(Item item) =>
        item.Attributes.ToDictionary(attribute => attribute.Key, attribute => Of(attribute.Value));

    public static AttributeValue Of(ItemValue value) => value switch
    {
        ItemValue.Text text => new() { S = text.Value },
        ItemValue.Number number => new() { N = ItemJson.NumberText(number.Value) },
        ItemValue.Bytes bytes => new() { B = new MemoryStream(bytes.Value.ToArray(), writable: false) },
        ItemValue.Flag flag => new() { BOOL = flag.Value },
        _ => throw new ArgumentException($"An attribute cannot be a {value.GetType().Name}."),
    };

    public static Item Read(Dictionary<string, AttributeValue> attributes)
    {
        var item = new Item();
        foreach (var (name, value) in attributes)
        {
            item[name] =
                value.S is { } text ? ItemValue.Of(text)
                : value.N is { } number ? ItemValue.Of(decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture))
                : value.B is { } bytes ? ItemValue.Of(new ReadOnlyMemory<byte>(bytes.ToArray()))
                : value.BOOL is { } flag ? ItemValue.Of(flag)
                : throw new FormatException($"The attribute '{name}' is of a type that the tables do not use; they use S, N, B and BOOL.");
        }

        return item;
    }
}
