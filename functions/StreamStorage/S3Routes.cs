using System.Collections.Concurrent;
using System.Net;
using Amazon.S3;
using RealTime.Fleet;
using Replenishment.Dispatching;

namespace StreamStorage;

/// <summary>The dispatched routes in the lake bucket: <c>routes/ROUTE.json</c>.</summary>
public sealed class S3Routes(IAmazonS3 s3, string bucket, TimeProvider clock) : IRoutes
{
    // A route that is not there yet is looked for again.
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromMinutes(1);

    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (DispatchedRoute? Route, DateTimeOffset At)> known = new();

    /// <summary>Writes a route's document. A route never changes: writing it again changes nothing.</summary>
    public Task KeepAsync(Route route, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(route);

        return s3.PutObjectAsync(
            new()
            {
                BucketName = bucket,
                Key = DispatchedRoute.KeyOf(route.RouteId),
                ContentType = "application/json",
                InputStream = new MemoryStream(DispatchedRoute.Of(route).ToJson(), writable: false),
            },
            cancellation);
    }

    public async ValueTask<DispatchedRoute?> FindAsync(string routeId, CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        if (known.TryGetValue(routeId, out var held) && (held.Route is not null || now - held.At < LooksAgainAfter))
        {
            return held.Route;
        }

        if (known.Count >= MostRemembered)
        {
            known.Clear();
        }

        var route = await ReadAsync(routeId, cancellation);
        known[routeId] = (route, now);
        return route;
    }

    private async Task<DispatchedRoute?> ReadAsync(string routeId, CancellationToken cancellation)
    {
        try
        {
            using var answer = await s3.GetObjectAsync(bucket, DispatchedRoute.KeyOf(routeId), cancellation);
            using var content = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(content, cancellation);
            return DispatchedRoute.Parse(content.ToArray());
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
