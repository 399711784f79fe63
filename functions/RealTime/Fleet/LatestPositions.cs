using RealTime.Streams;
using RealTime.Tables;

namespace RealTime.Fleet;

/// <summary>Keeps the latest position of each truck, with how far it is on its route.</summary>
internal sealed class LatestPositions(StreamDefinition stream, ITable trucks, IRoutes routes)
{
    /// <returns>The events whose table was busy.</returns>
    public async Task<IReadOnlyList<StreamEvent>> WriteAsync(IEnumerable<StreamEvent> events, CancellationToken cancellation)
    {
        var latest = events
            .GroupBy(one => one.Key)
            .Select(truck => truck.MaxBy(one => (one.Time, one.Id), EventOrder.Instance)!)
            .ToList();
        var puts = new List<ConditionalPut>();
        foreach (var one in latest)
        {
            puts.Add(PositionItem.Put(stream, one, await ProgressAsync(one, cancellation)));
        }

        // Refused: the table has a later one.
        var outcomes = await trucks.PutAsync(puts, cancellation);
        return [.. latest.Where((_, index) => outcomes[index] == PutOutcome.Busy)];
    }

    private async ValueTask<RouteProgress?> ProgressAsync(StreamEvent one, CancellationToken cancellation)
    {
        if (one.Place is not { } place
            || Text(one, "route_id") is not { } routeId
            || await routes.FindAsync(routeId, cancellation) is not { } route)
        {
            return null;
        }

        var stands = Number(one, "speed_kmh") is 0;
        return RouteProgress.Of(route, place, stands ? null : (double?)Number(one, "heading"));
    }

    private string? Text(StreamEvent one, string name)
    {
        for (var index = 0; index < stream.Texts.Count; index++)
        {
            if (stream.Texts[index] == name)
            {
                return one.Texts[index];
            }
        }

        return null;
    }

    private decimal? Number(StreamEvent one, string field)
    {
        for (var index = 0; index < stream.Measures.Count; index++)
        {
            if (stream.Measures[index].Field == field)
            {
                return one.Numbers[index] is { } value ? (decimal)value / stream.Measures[index].Scale : null;
            }
        }

        return null;
    }

    private sealed class EventOrder : IComparer<(DateTimeOffset Time, string Id)>
    {
        public static EventOrder Instance { get; } = new();

        public int Compare((DateTimeOffset Time, string Id) one, (DateTimeOffset Time, string Id) other) =>
            one.Time == other.Time ? string.CompareOrdinal(one.Id, other.Id) : one.Time.CompareTo(other.Time);
    }
}
