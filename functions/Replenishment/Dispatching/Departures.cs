using System.Globalization;

namespace Replenishment.Dispatching;

/// <summary>The routes of a depot in a wave: those that leave and those that wait.</summary>
/// <param name="Leaving">The most urgent first.</param>
/// <param name="Waiting">Lines that no truck can carry today.</param>
internal sealed record DepotWave(DepotSite Depot, IReadOnlyList<PlannedRoute> Leaving, IReadOnlyList<OpenLine> Waiting);

/// <summary>Gives routes to trucks, the most urgent first, each to the truck that has least to do today.</summary>
internal static class Departures
{
    // A truck drives one tour after the other and is back before the next day: a truck that has a tour cannot do more.
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <param name="routes">The most urgent first.</param>
    /// <param name="today">The tours that trucks already have to do.</param>
    public static DepotWave Of(
        DepotSite depot, IReadOnlyList<DepotRoute> routes, IRoads roads, IReadOnlyDictionary<string, TruckDay> today)
    {
        // A line is dispatched whole: where a part of it waits, all of it does, and its hours are given to others. The least urgent
        // such line is the first to wait.
        var whole = new Dictionary<string, OpenLine>();
        while (true)
        {
            var leaving = Assign(depot, Without(depot, routes, whole.Keys), roads, today, out var left);
            var kept = left.SelectMany(route => route.Lines).DistinctBy(line => line.Line.OrderKey).ToList();
            var carried = leaving.SelectMany(route => route.Loads).SelectMany(load => load.Parcels).Select(parcel => parcel.OrderKey).ToHashSet();
            if (kept.FindLast(line => carried.Contains(line.Line.OrderKey)) is not { } split)
            {
                return new(depot, leaving, [.. whole.Values, .. kept]);
            }

            whole.Add(split.Line.OrderKey, split);
        }
    }

    private static List<DepotRoute> Without(DepotSite depot, IReadOnlyList<DepotRoute> routes, Dictionary<string, OpenLine>.KeyCollection orderKeys) =>
        orderKeys.Count == 0
            ? [.. routes]
            : [.. routes
                .Select(route => route.Loads.Any(load => load.HasAnyOf(orderKeys))
                    ? new DepotRoute(depot, [.. route.Loads.Select(load => load.Without(orderKeys)).OfType<TruckLoad>()])
                    : route)
                .Where(route => route.Loads.Count > 0)];

    private static List<PlannedRoute> Assign(
        DepotSite depot,
        List<DepotRoute> routes,
        IRoads roads,
        IReadOnlyDictionary<string, TruckDay> today,
        out List<DepotRoute> left)
    {
        var trucks = Trucks(depot, routes.Count, today);
        var leaving = new List<PlannedRoute>();
        left = [];
        foreach (var route in routes)
        {
            var journey = Journey.Along(roads, depot.Site, [.. route.Loads.Select(load => load.Site)]);
            var (truck, day) = trucks.Peek();

            // No other truck has less to do. A tour of more than a day is a truck's only one.
            if (day.Tours > 0 && day.Out + journey.Duration > Day)
            {
                left.Add(route);
                continue;
            }

            var given = new TruckDay(day.Tours + 1, day.Out + journey.Duration);
            trucks.DequeueEnqueue((truck, given), (given.Out, truck));
            leaving.Add(new(route.Id, Name(depot, truck), given.Tours, depot, route.Loads, journey));
        }

        return leaving;
    }

    /// <summary>As many trucks as could be needed: those that were out today, and one more for each route.</summary>
    private static PriorityQueue<(int Truck, TruckDay Day), (TimeSpan, int)> Trucks(
        DepotSite depot, int routes, IReadOnlyDictionary<string, TruckDay> today)
    {
        var trucks = new PriorityQueue<(int, TruckDay), (TimeSpan, int)>();
        for (var (truck, fresh) = (1, 0); truck <= depot.Trucks && fresh <= routes; truck++)
        {
            var day = today.GetValueOrDefault(Name(depot, truck));
            fresh += day is null ? 1 : 0;
            trucks.Enqueue((truck, day ?? new(0, TimeSpan.Zero)), (day?.Out ?? TimeSpan.Zero, truck));
        }

        return trucks;
    }

    private static string Name(DepotSite depot, int truck) =>
        string.Create(CultureInfo.InvariantCulture, $"{depot.DepotId}-T{truck:00}");
}
