namespace Replenishment.Dispatching;

/// <summary>Knows which tours were given to trucks on a day, so that no truck is in two places at once and no tour's number repeats.</summary>
public interface ITruckDays
{
    /// <param name="depotId">The depot.</param>
    /// <param name="day">UTC.</param>
    Task<DepotDay> FindAsync(string depotId, DateOnly day, CancellationToken cancellation = default);

    /// <summary>Gives tours to trucks, before anything is recorded that rides on them.</summary>
    /// <param name="day">The day as it was found, with the tours added.</param>
    /// <returns>
    /// Whether the tours are given now; false when somebody else gave tours in the meantime, and the day has to be read
    /// again.
    /// </returns>
    Task<bool> GiveAsync(DepotDay day, CancellationToken cancellation = default);
}

/// <summary>The tours of a depot's trucks on a day.</summary>
/// <param name="Day">UTC.</param>
/// <param name="Revision">The version of the kept day: 0 when none is kept.</param>
public sealed record DepotDay(string DepotId, DateOnly Day, IReadOnlyList<GivenTour> Tours, long Revision = 0)
{
    /// <summary>The tours that each truck has to do; a truck without tours is absent.</summary>
    public IReadOnlyDictionary<string, TruckDay> Trucks => Tours
        .GroupBy(tour => tour.TruckId)
        .ToDictionary(truck => truck.Key, truck => new TruckDay(truck.Max(tour => tour.Number), TimeSpan.FromHours(truck.Sum(tour => tour.Hours))));

    /// <summary>The day without routes that are to be given to trucks anew, because nothing has ridden on them.</summary>
    public DepotDay Without(IReadOnlySet<string> routeIds) => this with { Tours = [.. Tours.Where(tour => !routeIds.Contains(tour.RouteId))] };
}

/// <param name="Number">1 for the truck's first tour of the day.</param>
/// <param name="Hours">The hours of the route.</param>
public sealed record GivenTour(string RouteId, string TruckId, int Number, double Hours);

/// <summary>The work that a truck has been given on a day.</summary>
/// <param name="Tours">The number of its last tour.</param>
/// <param name="Out">The time that the tours take together.</param>
public sealed record TruckDay(int Tours, TimeSpan Out);
