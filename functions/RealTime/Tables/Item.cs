using System.Diagnostics.CodeAnalysis;

namespace RealTime.Tables;

/// <summary>A row of a table: attributes by name. An attribute set to null is absent.</summary>
public sealed class Item
{
    private SortedList<string, ItemValue> attributes;

    // Whether another item has the same list, so that neither may change it.
    private bool isShared;

    public Item() => attributes = new(StringComparer.Ordinal);

    private Item(Item other) => (attributes, isShared) = (other.attributes, true);

    /// <summary>The attributes in the order of their names, so that equal items have equal texts.</summary>
    public IReadOnlyDictionary<string, ItemValue> Attributes => attributes;

    [DisallowNull]
    public ItemValue? this[string name]
    {
        get => attributes.GetValueOrDefault(name);
        set
        {
            if (isShared)
            {
                (attributes, isShared) = (new(attributes, StringComparer.Ordinal), false);
            }

            attributes[name] = value;
        }
    }

    /// <summary>An item of its own with the same attributes, which costs nothing until one of the two is changed.</summary>
    public Item Copy()
    {
        isShared = true;
        return new(this);
    }

    public string Text(string name) => Need<ItemValue.Text>(name).Value;

    public string? TextOrNull(string name) => (attributes.GetValueOrDefault(name) as ItemValue.Text)?.Value;

    public decimal Number(string name) => Need<ItemValue.Number>(name).Value;

    public decimal? NumberOrNull(string name) => (attributes.GetValueOrDefault(name) as ItemValue.Number)?.Value;

    public long Whole(string name) => (long)Number(name);

    public bool Flag(string name) => Need<ItemValue.Flag>(name).Value;

    public ReadOnlyMemory<byte> Bytes(string name) => Need<ItemValue.Bytes>(name).Value;

    /// <summary>Sets the attribute where there is a value.</summary>
    public void SetIfKnown(string name, string? value)
    {
        if (value is not null)
        {
            this[name] = ItemValue.Of(value);
        }
    }

    public void SetIfKnown(string name, decimal? value)
    {
        if (value is { } number)
        {
            this[name] = ItemValue.Of(number);
        }
    }

    private T Need<T>(string name) where T : ItemValue =>
        attributes.GetValueOrDefault(name) as T
        ?? throw new FormatException(
            $"An item has no attribute '{name}' of the type {typeof(T).Name}; it has {string.Join(", ", attributes.Keys)}. Another version of the program wrote it.");
}
