using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace RealTime.Tables;

/// <summary>Items as DynamoDB's own JSON: <c>{"k":{"S":"truck#D01-T03"},"count":{"N":"6"}}</c>.</summary>
public static class ItemJson
{
    private const int UsualBytes = 2048;

    // A decimal's 29, a sign, a point and a zero before it.
    private const int MostDigits = 32;

    // Used again for each item, because tables are written thousands of times a second.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

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
                    WriteNumber(json, number.Value);
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
        buffer ??= new(UsualBytes);
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, item);
        }

        return buffer.WrittenSpan.ToArray();
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
    public static string NumberText(decimal value) => Shortest(value).ToString(CultureInfo.InvariantCulture);

    private static void WriteNumber(Utf8JsonWriter json, decimal value)
    {
        Span<byte> text = stackalloc byte[MostDigits];
        Shortest(value).TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        json.WriteString("N"u8, text[..length]);
    }

    private static decimal Shortest(decimal value) => value.Scale == 0 ? value : value / 1.0000000000000000000000000000m;

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
