using DuckDB.NET.Native;
using Types = DuckDB.NET.Native.NativeMethods.LogicalType;

namespace Lake.DuckDb;

/// <summary>A column's type, down to its leaves.</summary>
/// <param name="Name">Athena's name of the type: <c>varchar</c>, <c>bigint</c>, <c>decimal</c>, <c>row</c> …</param>
/// <param name="Children">The element of an array; key and value of a map; the fields of a row.</param>
/// <param name="FieldNames">The names of a row's fields.</param>
/// <param name="Width">The digits of a decimal.</param>
/// <param name="Scale">The digits of a decimal behind the point.</param>
public sealed record ColumnShape(
    string Name,
    IReadOnlyList<ColumnShape> Children,
    IReadOnlyList<string> FieldNames,
    int Width = 0,
    int Scale = 0)
{
    internal DuckDBType Id { get; private init; }

    /// <summary>The type in which a decimal is stored.</summary>
    internal DuckDBType Storage { get; private init; }

    internal static ColumnShape Of(DuckDBLogicalType type)
    {
        var id = Types.DuckDBGetTypeId(type);
        return id switch
        {
            DuckDBType.Decimal => new("decimal", [], [], Types.DuckDBDecimalWidth(type), Types.DuckDBDecimalScale(type))
            {
                Id = id,
                Storage = Types.DuckDBDecimalInternalType(type),
            },
            DuckDBType.List => new("array", [Child(Types.DuckDBListTypeChildType(type))], []) { Id = id },
            DuckDBType.Map => new("map", [Child(Types.DuckDBMapTypeKeyType(type)), Child(Types.DuckDBMapTypeValueType(type))], []) { Id = id },
            DuckDBType.Struct => Row(type),
            _ => new(SimpleName(id), [], []) { Id = id },
        };
    }

    private static ColumnShape Row(DuckDBLogicalType type)
    {
        var fields = Enumerable.Range(0, (int)Types.DuckDBStructTypeChildCount(type)).ToArray();
        return new(
            "row",
            [.. fields.Select(i => Child(Types.DuckDBStructTypeChildType(type, i)))],
            [.. fields.Select(i => Types.DuckDBStructTypeChildName(type, i))])
        {
            Id = DuckDBType.Struct,
        };
    }

    private static ColumnShape Child(DuckDBLogicalType type)
    {
        using (type)
        {
            return Of(type);
        }
    }

    private static string SimpleName(DuckDBType id) => id switch
    {
        DuckDBType.Boolean => "boolean",
        DuckDBType.TinyInt => "tinyint",
        DuckDBType.SmallInt or DuckDBType.UnsignedTinyInt => "smallint",
        DuckDBType.Integer or DuckDBType.UnsignedSmallInt or DuckDBType.SqlNull => "integer",
        DuckDBType.BigInt or DuckDBType.UnsignedInteger or DuckDBType.UnsignedBigInt => "bigint",
        // This is mostly the type of sum, which is a bigint in Trino.
        DuckDBType.HugeInt or DuckDBType.UnsignedHugeInt => "bigint",
        DuckDBType.Float => "float",
        DuckDBType.Double => "double",
        DuckDBType.Date => "date",
        DuckDBType.Time => "time",
        DuckDBType.TimeTz => "time with time zone",
        DuckDBType.Uuid => "uuid",
        DuckDBType.Timestamp or DuckDBType.TimestampS or DuckDBType.TimestampMs or DuckDBType.TimestampNs => "timestamp",
        DuckDBType.TimestampTz => "timestamp with time zone",
        DuckDBType.Interval => "interval day to second",
        DuckDBType.Blob => "varbinary",
        _ => "varchar",
    };
}
