using Amazon.Lambda.Core;
using Amazon.Runtime;
using Replenishment.Dispatching;
using StreamStorage;

namespace StoreTruck;

/// <summary>Leaves the routes of trucks where those look who follow the trucks on the road.</summary>
/// <param name="routes">Null: nobody follows them.</param>
internal sealed class RouteKeeper(S3Routes? routes)
{
    /// <summary>Keeps each route. One that cannot be kept is told of, and no reason to dispatch its goods again.</summary>
    public async Task KeepAsync(IReadOnlyList<Route> dispatched, ILambdaLogger logger, CancellationToken cancellation)
    {
        if (routes is null)
        {
            return;
        }

        foreach (var route in dispatched)
        {
            try
            {
                await routes.KeepAsync(route, cancellation);
            }
            catch (Exception error) when (error is AmazonServiceException or AmazonClientException or HttpRequestException or OperationCanceledException)
            {
                logger.LogWarning(
                    "The document of route {route_id} of truck {truck_id} was not written, and its positions show no next stop: {reason}",
                    route.RouteId, route.TruckId, error.Message);
            }
        }
    }
}
