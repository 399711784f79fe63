using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using DuckDB.NET.Native;
using Vectors = DuckDB.NET.Native.NativeMethods.Vectors;

namespace Lake.DuckDb;

/// <summary>
/// Reads the values of one vector, which belongs to a chunk and is gone with it. The package of the bindings has vectors as
/// addresses only; its readers are in DuckDB.NET.Data, behind ADO.NET.
/// </summary>
internal sealed unsafe class VectorReader
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    private readonly ColumnShape type;
    private readonly byte* data;
    private readonly ulong* validity;
    private readonly RowSize size;
    private readonly VectorReader[] children;

    private VectorReader(ColumnShape type, IntPtr vector, RowSize size, VectorReader[] children)
    {
        this.type = type;
        this.size = size;
        this.children = children;
        data = (byte*)Vectors.DuckDBVectorGetData(vector);
        validity = Vectors.DuckDBVectorGetValidity(vector);
    }

    /// <param name="type">The vector's type.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="size">Counts what the row takes that is being read.</param>
    public static VectorReader Of(ColumnShape type, IntPtr vector, RowSize size) => new(type, vector, size, type.Id switch
    {
        DuckDBType.List => [Of(type.Children[0], Vectors.DuckDBListVectorGetChild(vector), size)],
        DuckDBType.Struct => Fields(type, vector, size),
        // A map is a list of key and value.
        DuckDBType.Map => Fields(type, Vectors.DuckDBListVectorGetChild(vector), size),
        _ => [],
    });

    /// <exception cref="DuckDbException">The row has become too large.</exception>
    public object? Value(long row) => IsNull(row) ? null : type.Id switch
    {
        DuckDBType.Boolean => data[row] != 0,
        DuckDBType.TinyInt => (long)((sbyte*)data)[row],
        DuckDBType.SmallInt => (long)((short*)data)[row],
        DuckDBType.Integer => (long)((int*)data)[row],
        DuckDBType.BigInt => ((long*)data)[row],
        DuckDBType.UnsignedTinyInt => (long)data[row],
        DuckDBType.UnsignedSmallInt => (long)((ushort*)data)[row],
        DuckDBType.UnsignedInteger => (long)((uint*)data)[row],
        DuckDBType.UnsignedBigInt => new BigInteger(((ulong*)data)[row]),
        DuckDBType.HugeInt => (BigInteger)Huge(row),
        DuckDBType.UnsignedHugeInt => (BigInteger)(UInt128)Huge(row),
        DuckDBType.Float => ((float*)data)[row],
        DuckDBType.Double => ((double*)data)[row],
        DuckDBType.Decimal => new DuckDbDecimal(Unscaled(row), type.Scale),
        DuckDBType.Varchar => Encoding.UTF8.GetString(Bytes(row)),
        DuckDBType.Blob => Bytes(row).ToArray(),
        DuckDBType.Date => DateOnly.FromDayNumber(DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + ((int*)data)[row]),
        DuckDBType.Time => new TimeOnly(((long*)data)[row] % MicrosecondsPerDay * TimeSpan.TicksPerMicrosecond),
        DuckDBType.TimestampS => Instant(((long*)data)[row] * TimeSpan.TicksPerSecond),
        DuckDBType.TimestampMs => Instant(((long*)data)[row] * TimeSpan.TicksPerMillisecond),
        DuckDBType.Timestamp => Instant(((long*)data)[row] * TimeSpan.TicksPerMicrosecond),
        DuckDBType.TimestampNs => Instant(((long*)data)[row] / TimeSpan.NanosecondsPerTick),
        DuckDBType.TimestampTz => new DateTimeOffset(Instant(((long*)data)[row] * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero),
        DuckDBType.TimeTz => new DuckDbTime(new TimeOnly((long)(((ulong*)data)[row] >> 24) % MicrosecondsPerDay * TimeSpan.TicksPerMicrosecond), Offset(row)),
        DuckDBType.Uuid => Uuid(row),
        DuckDBType.Interval => Interval(row),
        DuckDBType.List => Elements(row, at => children[0].Value(at)),
        DuckDBType.Map => Elements(row, at => KeyValuePair.Create($"{children[0].Value(at)}", children[1].Value(at))),
        DuckDBType.Struct => type.FieldNames.Select((name, i) => KeyValuePair.Create(name, children[i].Value(row))).ToList(),
        DuckDBType.SqlNull => null,
        _ => throw new DuckDbException("Type", $"A column of DuckDB's type {type.Id} cannot be read; cast it to varchar."),
    };

    private static VectorReader[] Fields(ColumnShape type, IntPtr vector, RowSize size) =>
        [.. type.Children.Select((child, i) => Of(child, Vectors.DuckDBStructVectorGetChild(vector, i), size))];

    private static DateTime Instant(long ticks) => DateTime.UnixEpoch.AddTicks(ticks);

    private bool IsNull(long row) => validity is not null && (validity[row / 64] & (1UL << (int)(row % 64))) == 0;

    private Int128 Huge(long row) => new(((ulong*)data)[(row * 2) + 1], ((ulong*)data)[row * 2]);

    private BigInteger Unscaled(long row) => type.Storage switch
    {
        DuckDBType.SmallInt => ((short*)data)[row],
        DuckDBType.Integer => ((int*)data)[row],
        DuckDBType.BigInt => ((long*)data)[row],
        _ => (BigInteger)Huge(row),
    };

    /// <summary><c>duckdb_string_t</c>: 16 bytes; up to 12 characters inline behind the length, else a prefix and a pointer.</summary>
    private ReadOnlySpan<byte> Bytes(long row)
    {
        var text = data + (row * 16);
        var length = *(int*)text;
        size.Add(length);
        return length <= 12 ? new(text + 4, length) : new(*(byte**)(text + 8), length);
    }

    /// <summary><c>duckdb_interval</c>: months, days, microseconds.</summary>
    private DuckDbInterval Interval(long row)
    {
        var interval = data + (row * 16);
        return new(((int*)interval)[0], TimeSpan.FromDays(((int*)interval)[1]) + TimeSpan.FromMicroseconds(((long*)interval)[1]));
    }

    /// <summary><c>duckdb_time_tz</c>: microseconds in the upper 40 bits; in the lower ones the offset, counted down from 15:59:59.</summary>
    private TimeSpan Offset(long row) => TimeSpan.FromSeconds((16 * 60 * 60) - 1 - (long)(((ulong*)data)[row] & 0xFFFFFF));

    /// <summary>A huge integer, whose first bit is turned round so that it sorts as its text does.</summary>
    private string Uuid(long row)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, Huge(row) ^ (Int128.One << 127));
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary><c>duckdb_list_entry</c>: offset and length in the child vector.</summary>
    private List<T> Elements<T>(long row, Func<long, T> read)
    {
        var offset = (long)((ulong*)data)[row * 2];
        var length = ((ulong*)data)[(row * 2) + 1];

        // Before the list is made.
        size.Add((long)Math.Min(length, long.MaxValue / sizeof(ulong)) * sizeof(ulong));
        var elements = new List<T>((int)length);
        for (var i = 0; i < (int)length; i++)
        {
            elements.Add(read(offset + i));
        }

        return elements;
    }
}

/// <summary>Months, whose length differs, and the time beside them.</summary>
public readonly record struct DuckDbInterval(int Months, TimeSpan Time);

/// <summary>A time of day with its distance from UTC.</summary>
public readonly record struct DuckDbTime(TimeOnly Time, TimeSpan Offset);

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
