using System.Text.Json.Nodes;

namespace Workflow.Warehouse;

/// <summary>
/// The SQL by which a table of the lake comes into the warehouse, made of its columns: what Redshift and DuckDB have in
/// common, and PostgreSQL with them. <c>warehouse-load.asl.json</c> puts it between COPY and the rows of <c>loads</c>.
/// </summary>
/// <param name="Table">A table of files of Parquet whose first column is <c>event_id</c>.</param>
public sealed record WarehouseTable(TableDefinition Table)
{
    private const string Key = "event_id";

    /// <summary>The tables of the lake that hold events.</summary>
    public static IReadOnlyList<WarehouseTable> Of(IEnumerable<TableDefinition> tables) =>
        [.. tables.Where(table => table is { Format: "parquet", Columns: [{ Name: Key }, ..] }).Select(table => new WarehouseTable(table))];

    /// <summary>Makes the table in the warehouse, where it is not there.</summary>
    public string Create => $"CREATE TABLE IF NOT EXISTS {Table.Name} ({Definitions})";

    /// <summary>Makes the table that COPY fills, for one transaction: the columns of the files, in their order.</summary>
    public string Staging => $"CREATE TEMP TABLE staging ({Definitions})";

    /// <summary>
    /// The statement that puts each event of the files once into <c>incoming</c>, because MERGE needs one row for each.
    /// Copies of an event are the same; if they were not, the first by its columns would count. An event without an id
    /// cannot be told from others, and is left out.
    /// </summary>
    public string Incoming =>
        $"CREATE TEMP TABLE incoming AS SELECT {Names} FROM (SELECT {Names}, "
        + $"row_number() OVER (PARTITION BY {Key} ORDER BY {string.Join(", ", Others)}) AS place FROM staging WHERE trim({Key}) <> '') AS numbered WHERE place = 1";

    /// <summary>Puts the events into the table: those that are there already stay one row.</summary>
    public string Merge =>
        $"MERGE INTO {Table.Name} USING incoming ON {Table.Name}.{Key} = incoming.{Key} "
        + $"WHEN MATCHED THEN UPDATE SET {string.Join(", ", Others.Select(name => $"{name} = incoming.{name}"))} "
        + $"WHEN NOT MATCHED THEN INSERT ({Names}) VALUES ({string.Join(", ", Table.Columns.Select(column => $"incoming.{column.Name}"))})";

    private string Names => string.Join(", ", Table.Columns.Select(column => column.Name));

    private IEnumerable<string> Others => Table.Columns.Skip(1).Select(column => column.Name);

    private string Definitions => string.Join(", ", Table.Columns.Select(column => $"{column.Name} {SqlType(column.Type)}"));

    /// <summary>The table as an item of the definition's Map.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Table.Name,
        ["prefix"] = Table.Prefix,
        ["create"] = Create,
        ["staging"] = Staging,
        ["incoming"] = Incoming,
        ["merge"] = Merge,
    };

    // A longer text would fail the whole COPY, which cannot cut one short when it reads Parquet: so as long as there is.
    private static string SqlType(ColumnType type) => type switch
    {
        ColumnType.BigInt => "BIGINT",
        ColumnType.Double => "DOUBLE PRECISION",
        ColumnType.Timestamp => "TIMESTAMP",
        _ => "VARCHAR(65535)",
    };
}
