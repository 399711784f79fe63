using System.Numerics;
using System.Text;

namespace Lake.DuckDb;

/// <summary>Reads the values of one vector, which belongs to a chunk and is gone with it.</summary>
internal sealed unsafe class VectorReader
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    private readonly ColumnShape type;
    private readonly byte* data;
    private readonly ulong* validity;
    private readonly VectorReader[] children;

    private VectorReader(ColumnShape type, IntPtr vector, VectorReader[] children)
    {
        this.type = type;
        this.children = children;
        data = Native.VectorData(vector);
        validity = Native.VectorValidity(vector);
    }

    public static VectorReader Of(ColumnShape type, IntPtr vector) => new(type, vector, type.Id switch
    {
        DuckDbType.List => [Of(type.Children[0], Native.ListChild(vector))],
        DuckDbType.Struct => Fields(type, vector),
        // A map is a list of key and value.
        DuckDbType.Map => Fields(type, Native.ListChild(vector)),
        _ => [],
    });

    public object? Value(int row) => IsNull(row) ? null : type.Id switch
    {
        DuckDbType.Boolean => data[row] != 0,
        DuckDbType.TinyInt => (long)((sbyte*)data)[row],
        DuckDbType.SmallInt => (long)((short*)data)[row],
        DuckDbType.Integer => (long)((int*)data)[row],
        DuckDbType.BigInt => ((long*)data)[row],
        DuckDbType.UTinyInt => (long)data[row],
        DuckDbType.USmallInt => (long)((ushort*)data)[row],
        DuckDbType.UInteger => (long)((uint*)data)[row],
        DuckDbType.UBigInt => new BigInteger(((ulong*)data)[row]),
        DuckDbType.HugeInt => (BigInteger)Huge(row),
        DuckDbType.UHugeInt => (BigInteger)(UInt128)Huge(row),
        DuckDbType.Float => (double)((float*)data)[row],
        DuckDbType.Double => ((double*)data)[row],
        DuckDbType.Decimal => new DuckDbDecimal(Unscaled(row), type.Scale),
        DuckDbType.Varchar => Encoding.UTF8.GetString(Bytes(row)),
        DuckDbType.Blob => Bytes(row).ToArray(),
        DuckDbType.Date => DateOnly.FromDayNumber(DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + ((int*)data)[row]),
        DuckDbType.Time => new TimeOnly(((long*)data)[row] % MicrosecondsPerDay * TimeSpan.TicksPerMicrosecond),
        DuckDbType.TimestampSeconds => Instant(((long*)data)[row] * TimeSpan.TicksPerSecond),
        DuckDbType.TimestampMilliseconds => Instant(((long*)data)[row] * TimeSpan.TicksPerMillisecond),
        DuckDbType.Timestamp => Instant(((long*)data)[row] * TimeSpan.TicksPerMicrosecond),
        DuckDbType.TimestampNanoseconds => Instant(((long*)data)[row] / TimeSpan.NanosecondsPerTick),
        DuckDbType.TimestampTz => new DateTimeOffset(Instant(((long*)data)[row] * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero),
        DuckDbType.Interval => Duration(row),
        DuckDbType.List => Elements(row, at => children[0].Value(at)),
        DuckDbType.Map => Elements(row, at => KeyValuePair.Create($"{children[0].Value(at)}", children[1].Value(at))),
        DuckDbType.Struct => type.FieldNames.Select((name, i) => KeyValuePair.Create(name, children[i].Value(row))).ToList(),
        DuckDbType.SqlNull => null,
        _ => throw new DuckDbException("Type", $"A column of DuckDB's type {type.Id} cannot be read; cast it to varchar."),
    };

    private static VectorReader[] Fields(ColumnShape type, IntPtr vector) =>
        [.. type.Children.Select((child, i) => Of(child, Native.StructChild(vector, (ulong)i)))];

    private static DateTime Instant(long ticks) => DateTime.UnixEpoch.AddTicks(ticks);

    private bool IsNull(int row) => validity is not null && (validity[row / 64] & (1UL << (row % 64))) == 0;

    private Int128 Huge(int row) => new(((ulong*)data)[(row * 2) + 1], ((ulong*)data)[row * 2]);

    private BigInteger Unscaled(int row) => type.Storage switch
    {
        DuckDbType.SmallInt => ((short*)data)[row],
        DuckDbType.Integer => ((int*)data)[row],
        DuckDbType.BigInt => ((long*)data)[row],
        _ => (BigInteger)Huge(row),
    };

    /// <summary><c>duckdb_string_t</c>: 16 bytes; up to 12 characters inline behind the length, else a prefix and a pointer.</summary>
    private ReadOnlySpan<byte> Bytes(int row)
    {
        var text = data + (row * 16);
        var length = *(int*)text;
        return length <= 12 ? new(text + 4, length) : new(*(byte**)(text + 8), length);
    }

    /// <summary><c>duckdb_interval</c>: months, days, microseconds. Months count 30 days, as DuckDB compares them.</summary>
    private TimeSpan Duration(int row)
    {
        var interval = data + (row * 16);
        var days = (((int*)interval)[0] * 30L) + ((int*)interval)[1];
        return TimeSpan.FromDays(days) + TimeSpan.FromMicroseconds(((long*)interval)[1]);
    }

    /// <summary><c>duckdb_list_entry</c>: offset and length in the child vector.</summary>
    private List<T> Elements<T>(int row, Func<int, T> read)
    {
        var offset = (int)((ulong*)data)[row * 2];
        var length = (int)((ulong*)data)[(row * 2) + 1];
        return [.. Enumerable.Range(offset, length).Select(read)];
    }
}

/// <summary>A decimal of up to 38 digits, exactly.</summary>
public readonly record struct DuckDbDecimal(BigInteger Unscaled, int Scale)
{
    public override string ToString()
    {
        var digits = BigInteger.Abs(Unscaled).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        var text = Scale == 0 ? digits : $"{digits[..^Scale]}.{digits[^Scale..]}";
        return Unscaled.Sign < 0 ? $"-{text}" : text;
    }
}
