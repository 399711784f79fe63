using System.Collections.Concurrent;
using Lake.S3;
using Local.Names;
using RealTime.Fleet;
using Replenishment.Dispatching;

namespace Local.StreamMinutes;

/// <summary>The dispatched routes in the lake bucket, written by trucks as they leave and read by whoever follows them.</summary>
internal sealed class LakeRoutes(S3Folder lake) : IRoutes
{
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, DispatchedRoute> known = new();

    public void Keep(Route route) => lake.Put(Uri(route.RouteId), DispatchedRoute.Of(route).ToJson());

    public async ValueTask<DispatchedRoute?> FindAsync(string routeId, CancellationToken cancellation = default)
    {
        if (known.TryGetValue(routeId, out var held))
        {
            return held;
        }

        // A route that is missing is looked for again, because it may be written a moment after its truck's first event.
        var uri = Uri(routeId);
        if (!lake.Exists(uri))
        {
            return null;
        }

        if (known.Count >= MostRemembered)
        {
            known.Clear();
        }

        using var content = new MemoryStream();
        await using (var document = lake.OpenRead(uri))
        {
            await document.CopyToAsync(content, cancellation);
        }

        return known[routeId] = DispatchedRoute.Parse(content.ToArray());
    }

    private static S3Uri Uri(string routeId) => new(LocalNames.LakeBucket, DispatchedRoute.KeyOf(routeId));
}
