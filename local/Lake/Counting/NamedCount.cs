namespace Lake.Counting;

/// <summary>The number of things that have one name or one reason.</summary>
public sealed record NamedCount(string Name, long Count);
