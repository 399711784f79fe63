namespace Replenishment.Dispatching;

/// <summary>The facts that the waves of one call share.</summary>
/// <param name="KeepRoute">
/// Keeps a route for whoever follows its truck, before anything of it is recorded: a process that ends in between leaves a
/// route that nobody drives, not a truck without its route. Null when nobody follows trucks.
/// </param>
public sealed record WavePass(Func<Route, CancellationToken, Task>? KeepRoute = null)
{
    /// <summary>Depots whose trucks had no time for a route: further requests of theirs wait for the next call without being planned.</summary>
    internal HashSet<string> FullDepots { get; } = new(StringComparer.Ordinal);
}
