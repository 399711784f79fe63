namespace Replenishment.Routing;

/// <summary>How long a route may take, and what takes how long, in seconds.</summary>
/// <param name="Longest">From leaving the depot to being back. A stop that needs longer alone gets a route of its own.</param>
/// <param name="Service">At each stop.</param>
/// <param name="Driving">From place to place, the same both ways.</param>
public sealed record RouteTime(int Longest, int Service, Func<int, int, int> Driving);
