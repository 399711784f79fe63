using Amazon.Runtime;
using Replenishment.Dispatching;
using StreamStorage;

namespace StoreTruck;

/// <summary>Leaves the routes of trucks where those look who follow the trucks on the road.</summary>
/// <param name="routes">Null: nobody follows them.</param>
/// <param name="warn">Is told in a sentence of a route that could not be kept.</param>
internal sealed class RouteKeeper(S3Routes? routes, Action<string> warn)
{
    /// <summary>Keeps a route. One that cannot be kept is told of, and no reason to dispatch its goods again.</summary>
    public async Task KeepAsync(Route route, CancellationToken cancellation)
    {
        if (routes is null)
        {
            return;
        }

        try
        {
            await routes.KeepAsync(route, cancellation);
        }
        catch (Exception error) when (error is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            warn($"The document of route {route.RouteId} of truck {route.TruckId} was not written, and its positions show no next stop: {error.Message}");
        }
    }
}
