using System.Globalization;
using Replenishment.Dispatching;

namespace Local.Report;

/// <summary>A row of the dispatches table, with the places it names.</summary>
/// <param name="RouteKm">Null where an earlier version wrote the row.</param>
/// <param name="RouteHours">Null where an earlier version wrote the row.</param>
internal sealed record DispatchedLoad(
    string ExecutionId,
    string OrderKey,
    string RouteId,
    string TruckId,
    string ProductId,
    long Quantity,
    double TruckVolumeL,
    double? RouteKm,
    double? RouteHours,
    Place Depot,
    Place Store)
{
    /// <summary>Asks for the loads of an execution, in the order they were written.</summary>
    /// <param name="execution">SQL that gives the execution's ARN.</param>
    public static string Query(string execution) => $"""
        SELECT d.execution_id, d.order_key, d.route_id, d.truck_id, d.product_id, d.quantity, p.truck_volume_l,
               p.depot_id, p.name, p.latitude, p.longitude, s.store_id, s.name, s.latitude, s.longitude,
               d.route_km, d.route_hours
        FROM (SELECT *, row_number() OVER () AS place FROM dispatches) AS d
        JOIN stores AS s ON s.store_id = d.store_id
        JOIN depots AS p ON p.depot_id = s.depot_id
        WHERE d.execution_id = {execution}
        ORDER BY d.dispatched_at, d.place
        """;

    public static DispatchedLoad Of(IReadOnlyList<string> row) => new(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        long.Parse(row[5], CultureInfo.InvariantCulture),
        Number(row[6]),
        Known(row[15]),
        Known(row[16]),
        PlaceAt(row, 7),
        PlaceAt(row, 11));

    private static Place PlaceAt(IReadOnlyList<string> row, int column) =>
        new(row[column], row[column + 1], Number(row[column + 2]), Number(row[column + 3]));

    private static double? Known(string text) => text.Length == 0 ? null : Number(text);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>A store or a depot.</summary>
internal sealed record Place(string Id, string Name, double Latitude, double Longitude)
{
    public Site Site => new(Id, Latitude, Longitude);
}
