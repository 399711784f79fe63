namespace RealTime.Tables;

/// <summary>The value of an attribute, of one of the types of DynamoDB that the tables use.</summary>
public abstract record ItemValue
{
    private ItemValue()
    {
    }

    /// <summary>DynamoDB's <c>S</c>.</summary>
    public sealed record Text(string Value) : ItemValue;

    /// <summary>DynamoDB's <c>N</c>.</summary>
    public sealed record Number(decimal Value) : ItemValue;

    /// <summary>DynamoDB's <c>B</c>.</summary>
    public sealed record Bytes(ReadOnlyMemory<byte> Value) : ItemValue;

    /// <summary>DynamoDB's <c>BOOL</c>.</summary>
    public sealed record Flag(bool Value) : ItemValue;

    public static ItemValue Of(string value) => new Text(value);

    public static ItemValue Of(decimal value) => new Number(value);

    public static ItemValue Of(bool value) => new Flag(value);

    public static ItemValue Of(ReadOnlyMemory<byte> value) => new Bytes(value);

    /// <summary>Compares two values of the same type; texts compare by their UTF-8 bytes, as in DynamoDB.</summary>
    /// <exception cref="InvalidOperationException">The types differ, or have no order.</exception>
    public static int Compare(ItemValue one, ItemValue other) => (one, other) switch
    {
        (Number a, Number b) => a.Value.CompareTo(b.Value),
        (Text a, Text b) => string.CompareOrdinal(a.Value, b.Value),
        _ => throw new InvalidOperationException($"A {one?.GetType().Name} and a {other?.GetType().Name} have no order."),
    };
}
