using RealTime.Streams;

namespace RealTime.Minutes;

/// <summary>The place of a key at a time. The id tells apart events of the same millisecond.</summary>
public readonly record struct Sighting(DateTimeOffset Time, ulong IdHash, Place Place)
{
    public bool IsBefore(Sighting other) => (Time, IdHash).CompareTo((other.Time, other.IdHash)) < 0;
}
