using System.Collections.Concurrent;
using System.Globalization;

namespace Replenishment.Dispatching;

/// <summary>
/// Ways between places as the user has them. A way counts in both directions; where both stand there, the longer one does,
/// so that no route is later than planned. A way that is not there is estimated, and told of.
/// </summary>
/// <param name="name">What <see cref="Missing"/> calls the table.</param>
public sealed class RoadTable(string name) : IRoads
{
    private readonly Dictionary<(string, string), RoadLeg> legs = [];
    private readonly ConcurrentDictionary<(string One, string Other), bool> missing = [];

    public bool IsEmpty => legs.Count == 0;

    /// <summary>A sentence on the ways that were asked for and are not in the table; null: none.</summary>
    public string? Missing => missing.Keys.Order().FirstOrDefault() is (string one, string other)
        ? $"{name} has no way between {one} and {other}{(missing.Count > 1 ? $", nor between {missing.Count - 1:N0} more pairs of places" : "")}: estimated by the great circle. Add it there."
        : null;

    /// <param name="from">The id of a store or a depot.</param>
    /// <param name="to">The id of another one.</param>
    /// <param name="kilometres">The length of the way.</param>
    /// <param name="hours">Driving alone; 0: as long as it takes at <see cref="EstimatedRoads.AverageKmh"/>.</param>
    public void Add(string from, string to, double kilometres, double hours)
    {
        var metres = (int)Math.Round(1_000 * kilometres);
        var leg = hours > 0 ? new RoadLeg(metres, (int)Math.Round(3_600 * hours)) : EstimatedRoads.OfLength(metres);
        var pair = Pair(from, to);
        var known = legs.GetValueOrDefault(pair);
        legs[pair] = new(Math.Max(known.Metres, leg.Metres), Math.Max(known.Seconds, leg.Seconds));
    }

    /// <param name="row">A checked row of the table <c>distances</c>, in the order of its columns.</param>
    public void Add(IReadOnlyList<string> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Add(row[0], row[1], double.Parse(row[2], CultureInfo.InvariantCulture), double.Parse(row[3], CultureInfo.InvariantCulture));
    }

    public RoadLeg Between(Site one, Site other)
    {
        if (one.Id == other.Id)
        {
            return default;
        }

        var pair = Pair(one.Id, other.Id);
        if (legs.TryGetValue(pair, out var leg))
        {
            return leg;
        }

        missing.TryAdd(pair, true);
        return EstimatedRoads.Everywhere.Between(one, other);
    }

    private static (string, string) Pair(string one, string other) =>
        string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
}
