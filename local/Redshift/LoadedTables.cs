using System.Globalization;
using Workflow;
using Workflow.Warehouse;

namespace Local.Redshift;

/// <summary>The sums of table <c>loads</c> for one of the warehouse's tables.</summary>
/// <param name="Rows">The rows in the table.</param>
/// <param name="FileSets">Loads, each a transaction.</param>
/// <param name="RowsRead">The rows in the files that were loaded, with repeated events counted each time.</param>
/// <param name="RowsWithoutId">The rows that were left out because their event has no id.</param>
/// <param name="LastLoadedAt">The time at which the latest load was committed, UTC.</param>
internal sealed record LoadedTable(
    string Table, long Rows, long FileSets, long Files, long Bytes, long RowsRead, long RowsWithoutId, DateTime LastLoadedAt);

internal static class LoadedTables
{
    // The name of the statements that read the load tables, so that they can be told from a user's.
    private const string Name = "loaded-tables";

    /// <summary>The tables that were loaded at least once.</summary>
    /// <exception cref="StatementFailedException">The books are not as a load leaves them.</exception>
    public static async Task<IReadOnlyList<LoadedTable>> ReadAsync(Warehouse warehouse, CancellationToken cancellation)
    {
        if (!File.Exists(warehouse.File)
            || await OneAsync(warehouse, "SELECT count(*) FROM information_schema.tables WHERE table_name = 'loads'", cancellation) is ["0"])
        {
            return [];
        }

        var (_, books) = await WarehouseAnswer.AskAsync(
            warehouse,
            "SELECT table_name, count(*), sum(files), sum(bytes), sum(rows_read), sum(rows_without_id), max(loaded_at) FROM loads GROUP BY table_name ORDER BY table_name",
            cancellation,
            Name);
        var tables = new List<LoadedTable>();
        var known = WarehouseTable.Of(WorkflowFiles.Tables).Select(table => table.Table.Name).ToHashSet();
        foreach (var row in books!.Rows.Where(row => known.Contains(row[0] ?? "")).ToList())
        {
            var name = row[0]!;
            var rows = await OneAsync(warehouse, $"SELECT count(*) FROM {name}", cancellation);
            tables.Add(new(
                name, Number(rows[0]), Number(row[1]), Number(row[2]), Number(row[3]), Number(row[4]), Number(row[5]), DateTime.Parse(row[6]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)));
        }

        return tables;
    }

    private static async Task<IReadOnlyList<string?>> OneAsync(Warehouse warehouse, string sql, CancellationToken cancellation) =>
        (await WarehouseAnswer.AskAsync(warehouse, sql, cancellation, Name)).Answer!.Rows.Single();

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);
}
