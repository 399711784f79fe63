using RealTime.Streams;

namespace RealTime.Minutes;

/// <summary>Where a key was at a time. The id tells apart what happened in the same millisecond.</summary>
public readonly record struct Sighting(DateTimeOffset Time, ulong IdHash, Place Place)
{
    public bool IsBefore(Sighting other) => (Time, IdHash).CompareTo((other.Time, other.IdHash)) < 0;
}
