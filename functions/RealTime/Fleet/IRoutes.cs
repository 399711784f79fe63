namespace RealTime.Fleet;

/// <summary>The dispatched routes. A route never changes: its id is a digest of what rides on it.</summary>
public interface IRoutes
{
    /// <returns>Null where no such route is known.</returns>
    ValueTask<DispatchedRoute?> FindAsync(string routeId, CancellationToken cancellation = default);
}
