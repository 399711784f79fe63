namespace RealTime.Tables;

/// <summary>The keys of a table; its other attributes need no declaration.</summary>
/// <param name="Name">The table's name on one machine; on AWS the stack puts its own name before it.</param>
/// <param name="SortKey">Null: the partition key alone names an item.</param>
/// <param name="Index">Null: the table has none.</param>
public sealed record TableSchema(string Name, string PartitionKey, string? SortKey = null, IndexSchema? Index = null)
{
    public ItemKey KeyOf(Item item)
    {
        ArgumentNullException.ThrowIfNull(item);

        return new(item.Text(PartitionKey), SortKey is null ? null : item.Text(SortKey));
    }

    /// <summary>A row for each key and minute. The index answers which keys of a kind have a row of a minute.</summary>
    public static TableSchema Minutes { get; } = new("minutes", "k", "m", new("by-minute", "slot", "k"));

    /// <summary>The latest position of each truck.</summary>
    public static TableSchema Trucks { get; } = new("trucks", "truck_id");

    /// <summary>The table of alerts, open and cleared.</summary>
    public static TableSchema Alerts { get; } = new("alerts", "alert_id");

    /// <summary>The table of how far each key's minutes have been judged, and of what the detectors remember.</summary>
    public static TableSchema Detectors { get; } = new("detectors", "k");

    public static IReadOnlyList<TableSchema> All { get; } = [Minutes, Trucks, Alerts, Detectors];
}

/// <summary>A global secondary index that holds the keys only.</summary>
public sealed record IndexSchema(string Name, string PartitionKey, string SortKey);
