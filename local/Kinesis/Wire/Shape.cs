namespace Kinesis.Wire;

/// <summary>The type of a member of a request, with the constraints of AWS's model.</summary>
internal abstract record Shape
{
    private Shape()
    {
    }

    public sealed record Text(int Least = 0, int Most = int.MaxValue, Pattern? Pattern = null) : Shape
    {
        public IReadOnlyList<string>? Values { get; init; }
    }

    public sealed record Integer(int Least = int.MinValue, int Most = int.MaxValue) : Shape;

    public sealed record Flag : Shape;

    public sealed record Time : Shape;

    public sealed record Blob(int Most) : Shape;

    /// <param name="ItemLengths">The least and the greatest length of items that are strings.</param>
    /// <param name="ItemName">The text that AWS prints for an item that is not a string.</param>
    public sealed record List(Shape Item, int Least, int Most, (int Least, int Most)? ItemLengths = null, string? ItemName = null) : Shape;

    /// <summary>A map from strings to strings.</summary>
    public sealed record Map(int Least, int Most, (int Least, int Most) Keys, (int Least, int Most) Values) : Shape;

    public sealed record Structure(params IReadOnlyList<Member> Members) : Shape;
}

/// <summary>A member of a structure.</summary>
internal sealed record Member(string Name, Shape Shape, bool IsRequired = false)
{
    /// <summary>The name as AWS's messages have it.</summary>
    public string LowerName { get; } = char.ToLowerInvariant(Name[0]) + Name[1..];
}
