namespace Replenishment.Routing;

/// <summary>The time that a route may take, and the times of its parts, in seconds.</summary>
/// <param name="Longest">
/// The longest time from leaving the depot to being back. A stop that needs longer alone gets a route of its own.
/// </param>
/// <param name="Service">The time at each stop.</param>
/// <param name="Driving">The driving time from place to place, the same both ways.</param>
public sealed record RouteTime(int Longest, int Service, Func<int, int, int> Driving);
