using System.Runtime.InteropServices;

namespace Lake.DuckDb;

/// <summary>A column's type, down to its leaves.</summary>
/// <param name="Name">Athena's name of the type: <c>varchar</c>, <c>bigint</c>, <c>decimal</c>, <c>row</c> …</param>
/// <param name="Children">The element of an array; key and value of a map; the fields of a row.</param>
/// <param name="FieldNames">The names of a row's fields.</param>
/// <param name="Width">Of a decimal: its digits.</param>
/// <param name="Scale">Of a decimal: those behind the point.</param>
public sealed record ColumnShape(
    string Name,
    IReadOnlyList<ColumnShape> Children,
    IReadOnlyList<string> FieldNames,
    int Width = 0,
    int Scale = 0)
{
    internal DuckDbType Id { get; private init; }

    /// <summary>How a decimal is stored.</summary>
    internal DuckDbType Storage { get; private init; }

    internal static ColumnShape Of(LogicalTypeHandle type)
    {
        var id = Native.TypeId(type);
        return id switch
        {
            DuckDbType.Decimal => new("decimal", [], [], Native.DecimalWidth(type), Native.DecimalScale(type))
            {
                Id = id,
                Storage = Native.DecimalInternalType(type),
            },
            DuckDbType.List => new("array", [Child(Native.ListChildType(type))], []) { Id = id },
            DuckDbType.Map => new("map", [Child(Native.MapKeyType(type)), Child(Native.MapValueType(type))], []) { Id = id },
            DuckDbType.Struct => Row(type),
            _ => new(SimpleName(id), [], []) { Id = id },
        };
    }

    private static ColumnShape Row(LogicalTypeHandle type)
    {
        var fields = Enumerable.Range(0, (int)Native.StructChildCount(type)).ToArray();
        return new(
            "row",
            [.. fields.Select(i => Child(Native.StructChildType(type, (ulong)i)))],
            [.. fields.Select(i => FieldName(type, i))])
        {
            Id = DuckDbType.Struct,
        };
    }

    private static ColumnShape Child(LogicalTypeHandle type)
    {
        using (type)
        {
            return Of(type);
        }
    }

    private static string FieldName(LogicalTypeHandle type, int index)
    {
        var name = Native.StructChildName(type, (ulong)index);
        try
        {
            return Marshal.PtrToStringUTF8(name) ?? "";
        }
        finally
        {
            Native.Free(name);
        }
    }

    private static string SimpleName(DuckDbType id) => id switch
    {
        DuckDbType.Boolean => "boolean",
        DuckDbType.TinyInt => "tinyint",
        DuckDbType.SmallInt or DuckDbType.UTinyInt => "smallint",
        DuckDbType.Integer or DuckDbType.USmallInt or DuckDbType.SqlNull => "integer",
        DuckDbType.BigInt or DuckDbType.UInteger or DuckDbType.UBigInt => "bigint",
        DuckDbType.HugeInt or DuckDbType.UHugeInt => "decimal",
        DuckDbType.Float => "float",
        DuckDbType.Double => "double",
        DuckDbType.Date => "date",
        DuckDbType.Time or DuckDbType.TimeTz => "time",
        DuckDbType.Timestamp or DuckDbType.TimestampSeconds or DuckDbType.TimestampMilliseconds or DuckDbType.TimestampNanoseconds => "timestamp",
        DuckDbType.TimestampTz => "timestamp with time zone",
        DuckDbType.Interval => "interval day to second",
        DuckDbType.Blob => "varbinary",
        _ => "varchar",
    };
}
