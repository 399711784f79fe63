using System.Text.Json;
using System.Text.Json.Serialization;
using Replenishment.Dispatching;

namespace RealTime.Fleet;

/// <summary>A dispatched route as the stream needs it: where the truck goes, in order.</summary>
public sealed record DispatchedRoute(
    string RouteId, string TruckId, double DepotLatitude, double DepotLongitude, IReadOnlyList<PlannedStop> Stops)
{
    /// <summary>The beginning of the keys of the routes' documents in the lake bucket.</summary>
    public const string Prefix = "routes/";

    /// <summary>The key of a route's document in the lake bucket.</summary>
    public static string KeyOf(string routeId) => $"{Prefix}{Uri.EscapeDataString(routeId)}.json";

    public static DispatchedRoute Of(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);

        return new(
            route.RouteId,
            route.TruckId,
            route.Depot.Latitude,
            route.Depot.Longitude,
            [.. route.Stops.Select(stop => new PlannedStop(stop.StoreId, stop.Latitude, stop.Longitude))]);
    }

    /// <summary>The document that carries a route from its dispatch to the stream.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, RouteJson.Default.DispatchedRoute);

    public static DispatchedRoute Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, RouteJson.Default.DispatchedRoute)
        ?? throw new JsonException("A route's document is null.");
}

/// <summary>A store on a route.</summary>
public sealed record PlannedStop(string StoreId, double Latitude, double Longitude);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DispatchedRoute))]
internal sealed partial class RouteJson : JsonSerializerContext;
