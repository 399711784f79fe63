namespace Replenishment.Dispatching;

/// <summary>The distances and driving times of trucks from place to place.</summary>
public interface IRoads
{
    /// <returns>The same in both directions, for a route may be driven either way round.</returns>
    RoadLeg Between(Site one, Site other);

    /// <summary>Looks, before routes are planned, whether the ways have changed since the last ones were.</summary>
    Task RefreshAsync(CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>A depot or a store.</summary>
public readonly record struct Site(string Id, double Latitude, double Longitude);

/// <summary>The way between two places: whole numbers, so that sums and comparisons are exact.</summary>
public readonly record struct RoadLeg(int Metres, int Seconds);
