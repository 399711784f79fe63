using System.Text;
using DuckDB.NET.Native;
using Workflow;

namespace Lake.Firehose;

/// <summary>A table's own columns, ready to be looked up by the names that stand in records.</summary>
internal sealed class RecordColumns
{
    private readonly Dictionary<string, int> byName;

    /// <param name="table">A table of at most 64 columns.</param>
    /// <param name="takesOffsets">Whether a time may have an offset from UTC, which no delivery stream accepts.</param>
    public RecordColumns(TableDefinition table, bool takesOffsets = false)
    {
        Table = table;
        TakesOffsets = takesOffsets;
        Types = [.. table.Columns.Select(column => column.Type)];
        Names = [.. table.Columns.Select(column => Encoding.UTF8.GetBytes(column.Name))];
        byName = table.Columns.Select((column, i) => (column.Name, i)).ToDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public TableDefinition Table { get; }

    public bool TakesOffsets { get; }

    public ColumnType[] Types { get; }

    public byte[][] Names { get; }

    public int Count => Types.Length;

    public string Name(int column) => Table.Columns[column].Name;

    /// <summary>The column of a member, whatever its case, as the SerDe finds it; -1: none, and the member is dropped.</summary>
    public int Find(string member) => byName.GetValueOrDefault(member, -1);

    public static DuckDBType TypeOf(ColumnType type) => type switch
    {
        ColumnType.String => DuckDBType.Varchar,
        ColumnType.BigInt => DuckDBType.BigInt,
        ColumnType.Double => DuckDBType.Double,
        _ => DuckDBType.Timestamp,
    };
}
