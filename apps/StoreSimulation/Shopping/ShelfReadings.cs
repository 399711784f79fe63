using System.Globalization;
using Replenishment;

namespace StoreSimulation.Shopping;

/// <summary>The clean readings that shoppers go by, as Athena is asked for them.</summary>
public static class ShelfReadings
{
    /// <summary>Asks for the readings of a time, first and last moment included.</summary>
    /// <param name="stores">The number of stores to read, the first by id; null for all stores.</param>
    public static string Query(DateTimeOffset from, DateTimeOffset until, int? stores = null)
    {
        // A store may be offline for a day and send what it counted then.
        var window = string.Create(CultureInfo.InvariantCulture, $"""
            dt BETWEEN '{from:yyyy-MM-dd}' AND '{until.AddDays(1):yyyy-MM-dd}'
                AND recorded_at BETWEEN TIMESTAMP '{from:yyyy-MM-dd HH:mm:ss}' AND TIMESTAMP '{until:yyyy-MM-dd HH:mm:ss}'
                AND trim(event_id) <> '' AND trim(store_id) <> '' AND trim(product_id) <> '' AND on_hand >= 0
            """);
        var all = $"""
            SELECT event_id, store_id, product_id, on_hand, date_format(recorded_at, '%Y-%m-%dT%H:%i:%s')
            FROM inventory
            WHERE {window}
            """;
        return stores is null
            ? all
            : string.Create(CultureInfo.InvariantCulture, $"""
                {all}
                    AND store_id IN (SELECT DISTINCT store_id FROM inventory WHERE {window} ORDER BY store_id LIMIT {stores})
                """);
    }

    /// <param name="row">A row of the query's answer.</param>
    public static Reading Of(IReadOnlyList<string?> row)
    {
        ArgumentNullException.ThrowIfNull(row);

        return new(
            row[0],
            row[1],
            row[2],
            long.Parse(row[3]!, CultureInfo.InvariantCulture),
            null,
            null,
            null,
            null,
            null,
            DateTimeOffset.Parse(row[4]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }
}
