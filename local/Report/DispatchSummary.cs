using System.Globalization;

namespace Local.Report;

/// <summary>The figures of what one execution put on trucks.</summary>
/// <param name="First">The time at which its first load was dispatched.</param>
/// <param name="Last">The time at which its last load was dispatched.</param>
internal sealed record DispatchSummary(
    string ExecutionArn, DateTimeOffset First, DateTimeOffset Last, long Trucks, long Routes, long Stores, long Lines, long Units)
{
    /// <summary>Asks for all of them, the newest first; a load that the stream carried twice counts once.</summary>
    public const string Query = """
        SELECT execution_id, date_format(min(dispatched_at), '%Y-%m-%dT%H:%i:%s'), date_format(max(dispatched_at), '%Y-%m-%dT%H:%i:%s'),
               count(DISTINCT truck_id), count(DISTINCT route_id), count(DISTINCT store_id), count(*), sum(quantity)
        FROM (SELECT DISTINCT order_key, store_id, quantity, truck_id, route_id, execution_id, dispatched_at FROM dispatches) AS loads
        GROUP BY execution_id
        ORDER BY max(dispatched_at) DESC
        """;

    public static DispatchSummary Of(IReadOnlyList<string> row) =>
        new(row[0], Time(row[1]), Time(row[2]), Whole(row[3]), Whole(row[4]), Whole(row[5]), Whole(row[6]), Whole(row[7]));

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
