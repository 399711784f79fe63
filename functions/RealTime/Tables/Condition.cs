namespace RealTime.Tables;

/// <summary>A condition on the item that a table has; only when it holds may another item take that one's place.</summary>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>Whether the condition holds for the item that the table has under the key, or for none.</summary>
    /// <param name="held">The item that the table has; null when it has none.</param>
    public abstract bool Holds(Item? held);

    /// <summary>The table has no item with this key.</summary>
    public sealed record Absent : Condition
    {
        public override bool Holds(Item? held) => held is null;
    }

    /// <summary>The item that the table has is the one that was read: its attribute has this value.</summary>
    public sealed record Equal(string Attribute, ItemValue Value) : Condition
    {
        public override bool Holds(Item? held) =>
            held?[Attribute] is { } value && ItemValue.Compare(value, Value) == 0;
    }

    /// <summary>The table has no item with this key, or one whose attribute is less than this value.</summary>
    public sealed record AbsentOrLess(string Attribute, ItemValue Value) : Condition
    {
        public override bool Holds(Item? held) =>
            held is null || (held[Attribute] is { } value && ItemValue.Compare(value, Value) < 0);
    }

    /// <summary>The item is as it was read, by its attribute <c>rev</c>; 0: there was none.</summary>
    public static Condition AtRevision(long revision) =>
        revision == 0 ? new Absent() : new Equal(Attributes.Revision, ItemValue.Of(revision));
}
