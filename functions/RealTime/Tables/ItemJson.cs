using System.Globalization;
using System.Text.Json;

namespace RealTime.Tables;

/// <summary>Items as DynamoDB's own JSON: <c>{"k":{"S":"truck#D01-T03"},"count":{"N":"6"}}</c>.</summary>
public static class ItemJson
{
    public static void Write(Utf8JsonWriter json, Item item)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(item);

        json.WriteStartObject();
        foreach (var (name, value) in item.Attributes)
        {
            json.WriteStartObject(name);
            switch (value)
            {
                case ItemValue.Text text:
                    json.WriteString("S", text.Value);
                    break;
                case ItemValue.Number number:
                    json.WriteString("N", NumberText(number.Value));
                    break;
                case ItemValue.Bytes bytes:
                    json.WriteBase64String("B", bytes.Value.Span);
                    break;
                case ItemValue.Flag flag:
                    json.WriteBoolean("BOOL", flag.Value);
                    break;
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static byte[] ToBytes(Item item)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, item);
        }

        return buffer.ToArray();
    }

    /// <exception cref="FormatException">An attribute is of a type that the tables do not use.</exception>
    public static Item Read(JsonElement json)
    {
        var item = new Item();
        foreach (var attribute in json.EnumerateObject())
        {
            item[attribute.Name] = Value(attribute.Name, attribute.Value);
        }

        return item;
    }

    public static Item Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <summary>Without zeros at the end, as DynamoDB gives numbers back.</summary>
    /// <summary>One attribute of an item, without reading the others.</summary>
    /// <param name="attribute">Null: none.</param>
    public static Item Read(ReadOnlyMemory<byte> json, string? attribute)
    {
        var item = new Item();
        var reader = new Utf8JsonReader(json.Span);
        while (attribute is not null && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
            {
                continue;
            }

            var isIt = reader.ValueTextEquals(attribute);
            reader.Read();
            if (isIt)
            {
                item[attribute] = Value(attribute, JsonElement.ParseValue(ref reader));
                break;
            }

            reader.Skip();
        }

        return item;
    }

    public static string NumberText(decimal value) =>
        (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private static ItemValue Value(string attribute, JsonElement typed)
    {
        var value = typed.EnumerateObject().First();
        return value.Name switch
        {
            "S" => ItemValue.Of(value.Value.GetString()!),
            "N" => ItemValue.Of(decimal.Parse(value.Value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)),
            "B" => ItemValue.Of(new ReadOnlyMemory<byte>(value.Value.GetBytesFromBase64())),
            "BOOL" => ItemValue.Of(value.Value.GetBoolean()),
            var other => throw new FormatException($"The attribute '{attribute}' is of the type {other}, not one of S, N, B, BOOL."),
        };
    }
}
