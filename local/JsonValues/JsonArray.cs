using System.Collections;

namespace JsonValues;

public sealed class JsonArray : Json, IReadOnlyList<Json>
{
    public static readonly JsonArray Empty = new([]);

    private readonly Json[] items;
    private int utf8Length = -1;
    private int depth;

    private JsonArray(Json[] items) => this.items = items;

    public int Count => items.Length;

    public override int Utf8Length => utf8Length >= 0 ? utf8Length : utf8Length = Measure();

    internal override int Depth => depth > 0 ? depth : depth = 1 + items.Select(item => item.Depth).DefaultIfEmpty().Max();

    public Json this[int index] => items[index];

    public static JsonArray Of(params ReadOnlySpan<Json> items) => new(items.ToArray());

    public static JsonArray Of(IEnumerable<Json> items) => new([.. items]);

    /// <summary>Takes the array over: the caller must not change it afterwards.</summary>
    internal static JsonArray Owning(Json[] items) => new(items);

    public ReadOnlySpan<Json> AsSpan() => items;

    public JsonArray Slice(int start, int length) => new(items[start..(start + length)]);

    public JsonArray With(int index, Json item)
    {
        var copy = (Json[])items.Clone();
        copy[index] = item;
        return new JsonArray(copy);
    }

    public IEnumerator<Json> GetEnumerator() => ((IEnumerable<Json>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    public override bool Equals(Json? other) =>
        ReferenceEquals(this, other) || (other is JsonArray array && items.AsSpan().SequenceEqual(array.items));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public override void Write(Utf8Buffer buffer)
    {
        buffer.Write((byte)'[');
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                buffer.Write((byte)',');
            }

            items[i].Write(buffer);
        }

        buffer.Write((byte)']');
    }

    private int Measure()
    {
        var length = 2 + Math.Max(items.Length - 1, 0);
        foreach (var item in items)
        {
            length += item.Utf8Length;
        }

        return length;
    }
}
