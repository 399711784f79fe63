using RealTime.Streams;

namespace RealTime.Minutes;

/// <summary>
/// The row of a key's minute. It is a function of the set of the minute's events, and does not depend on their order or
/// repetitions.
/// </summary>
/// <remarks>
/// The row remembers which events it has counted and passes over them when they come again. All else is a sum of whole
/// numbers, a least, or a greatest, which are the same in every order. How many were late, and how often the row was
/// written, do depend on how the events came.
/// </remarks>
public sealed record MinuteRow(MinuteKey Id)
{
    /// <summary>The number of event ids that fill the item with the row, which may have 400 KB.</summary>
    public const int MostEvents = 40_000;

    public long Count { get; init; }

    /// <summary>The events that were more than a minute behind the newest of their shard.</summary>
    public long Late { get; init; }

    /// <summary>0 until it is written for the first time.</summary>
    public long Revision { get; init; }

    /// <summary>The hashes of the ids of the events that it has counted, ascending.</summary>
    public IReadOnlyList<ulong> Seen { get; init; } = [];

    /// <summary>The measured values, in the order of the stream's measures.</summary>
    public IReadOnlyList<Measured> Measures { get; init; } = [];

    public Sighting? First { get; init; }

    public Sighting? Last { get; init; }

    public bool Has(ulong idHash) => Find(idHash) >= 0;

    /// <returns>The row with the events that it had not counted yet; the same row if it had them all.</returns>
    public Folded With(StreamDefinition stream, IReadOnlyList<Arrival> arrivals)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(arrivals);

        var added = new SortedSet<ulong>();
        var full = new List<Arrival>();
        var measures = new Measured[stream.Measures.Count];
        for (var index = 0; index < Measures.Count; index++)
        {
            measures[index] = Measures[index];
        }

        var (late, first, last) = (Late, First, Last);
        foreach (var arrival in arrivals)
        {
            var one = arrival.Event;
            if (Has(one.IdHash) || added.Contains(one.IdHash))
            {
                continue;
            }

            if (Seen.Count + added.Count == MostEvents)
            {
                full.Add(arrival);
                continue;
            }

            added.Add(one.IdHash);
            late += arrival.IsLate ? 1 : 0;
            Add(measures, one);
            if (one.Place is { } place)
            {
                var sighting = new Sighting(one.Time, one.IdHash, place);
                first = first is { } earliest && earliest.IsBefore(sighting) ? first : sighting;
                last = last is { } latest && sighting.IsBefore(latest) ? last : sighting;
            }
        }

        return added.Count == 0
            ? new(this, 0, full)
            : new(
                this with
                {
                    Count = Count + added.Count,
                    Late = late,
                    Seen = Merge(added),
                    Measures = measures,
                    First = first,
                    Last = last,
                },
                added.Count,
                full);
    }

    private static void Add(Measured[] measures, StreamEvent one)
    {
        for (var index = 0; index < measures.Length; index++)
        {
            if (one.Numbers[index] is { } value)
            {
                measures[index] = measures[index].With(value);
            }
        }
    }

    private int Find(ulong idHash)
    {
        var (low, high) = (0, Seen.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (Seen[middle] == idHash)
            {
                return middle;
            }

            (low, high) = Seen[middle] < idHash ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private ulong[] Merge(SortedSet<ulong> added)
    {
        var merged = new ulong[Seen.Count + added.Count];
        var place = 0;
        var held = 0;
        foreach (var one in added)
        {
            while (held < Seen.Count && Seen[held] < one)
            {
                merged[place++] = Seen[held++];
            }

            merged[place++] = one;
        }

        while (held < Seen.Count)
        {
            merged[place++] = Seen[held++];
        }

        return merged;
    }
}

/// <summary>An event as it came.</summary>
/// <param name="IsLate">Whether the event was more than a minute behind the newest of its shard.</param>
/// <param name="Record">The place of the event's record in the batch.</param>
public readonly record struct Arrival(StreamEvent Event, bool IsLate, int Record);

/// <param name="Added">Events that the row had not counted before.</param>
/// <param name="Full">Events for which it has no room.</param>
public sealed record Folded(MinuteRow Row, int Added, IReadOnlyList<Arrival> Full);
