using Amazon.S3;
using Amazon.S3.Model;
using RealTime.Fleet;
using Replenishment.Dispatching;

namespace StoreApp.Streams;

/// <summary>The routes that trucks were sent on, from the documents that their dispatch left in the lake bucket.</summary>
internal static class DispatchedRoutes
{
    private const int ReadsAtOnce = 32;

    /// <param name="since">The time at which the oldest route was dispatched.</param>
    public static async Task<IReadOnlyList<Route>> ReadAsync(
        IAmazonS3 s3, string bucket, DateTimeOffset since, CancellationToken cancellation)
    {
        var keys = await KeysAsync(s3, bucket, since, cancellation);
        var routes = new DispatchedRoute[keys.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, keys.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation },
            async (index, stop) => routes[index] = await ReadAsync(s3, bucket, keys[index], stop));

        return
        [
            .. routes
                .GroupBy(route => route.TruckId)
                .SelectMany(truck => truck.OrderBy(route => route.RouteId, StringComparer.Ordinal).Select((route, index) => Of(route, index + 1))),
        ];
    }

    private static async Task<List<string>> KeysAsync(IAmazonS3 s3, string bucket, DateTimeOffset since, CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = DispatchedRoute.Prefix };
        var keys = new List<string>();
        do
        {
            var page = await s3.ListObjectsV2Async(request, cancellation);
            keys.AddRange((page.S3Objects ?? [])
                .Where(found => found.LastModified is { } at && at.ToUniversalTime() >= since.UtcDateTime)
                .Select(found => found.Key));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);

        return keys;
    }

    private static async Task<DispatchedRoute> ReadAsync(IAmazonS3 s3, string bucket, string key, CancellationToken cancellation)
    {
        using var answer = await s3.GetObjectAsync(bucket, key, cancellation);
        using var content = new MemoryStream();
        await answer.ResponseStream.CopyToAsync(content, cancellation);
        return DispatchedRoute.Parse(content.ToArray());
    }

    // Members that the drive does not need stay empty.
    private static Route Of(DispatchedRoute route, int tour) => new(
        route.RouteId,
        route.TruckId,
        tour,
        new("", route.DepotLatitude, route.DepotLongitude, Trucks: 1, TruckVolumeL: 0, RouteTime: TimeSpan.Zero),
        [.. route.Stops.Select(stop => new Replenishment.Dispatching.RouteStop(stop.StoreId, stop.Latitude, stop.Longitude, LegKm: 0, VolumeL: 0, Dispatches: []))],
        VolumeL: 0,
        DistanceKm: 0,
        Duration: TimeSpan.Zero);
}
