namespace RealTime.Minutes;

/// <summary>The count, sum, least and greatest value of one measure in a minute, in whole units.</summary>
/// <param name="Count">Events that had a value.</param>
/// <param name="Least">The least value; without meaning while there is no event.</param>
/// <param name="Most">The greatest value; without meaning while there is no event.</param>
public readonly record struct Measured(long Count, long Sum, long Least, long Most)
{
    /// <summary>Null while there is no event.</summary>
    public double? Mean => Count == 0 ? null : (double)Sum / Count;

    public Measured With(long value) => Count == 0
        ? new(1, value, value, value)
        : new(Count + 1, Sum + value, Math.Min(Least, value), Math.Max(Most, value));
}
