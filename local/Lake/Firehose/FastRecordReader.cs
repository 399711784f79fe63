using System.Buffers;
using System.Numerics;
using Lake.DuckDb;
using Workflow;

namespace Lake.Firehose;

/// <summary>
/// Reads records written the usual way (no escapes, plain numbers, the columns in any order, each once) at several times
/// the speed of a full JSON reader. It takes a record or leaves it: whatever it does not know is
/// <see cref="FullRecordReader"/>'s to judge.
/// </summary>
/// <param name="columns">The table's columns.</param>
internal sealed class FastRecordReader(RecordColumns columns)
{
    // What a double holds exactly: so many digits, and powers of ten up to this one. Their quotient is then rounded once.
    private const int ExactDigits = 15;

    private static readonly double[] PowersOfTen = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    private static readonly SearchValues<byte> EndsPlainText =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    // Records of one producer hold their members in one order: the column found after each one last time.
    private readonly int[] following = [.. Enumerable.Range(1, columns.Count)];

    /// <summary>The columns for which any record had a value, by bit.</summary>
    public ulong Present { get; private set; }

    /// <returns>False when the record is not of the usual kind; the row is then to be written again as a whole.</returns>
    public bool TryWrite(ReadOnlySpan<byte> record, VectorWriter[] row, int at)
    {
        var seen = 0UL;
        var present = 0UL;
        var previous = columns.Count - 1;
        if (record.IsEmpty || record[0] != '{')
        {
            return false;
        }

        var rest = record[1..];
        while (true)
        {
            var column = FindColumn(ref rest, previous);
            if (column < 0 || (seen & (1UL << column)) != 0)
            {
                return false;
            }

            previous = column;
            seen |= 1UL << column;
            if (rest.StartsWith("null"u8))
            {
                rest = rest[4..];
            }
            else if (TryWriteValue(ref rest, column, row[column], at))
            {
                present |= 1UL << column;
            }
            else
            {
                return false;
            }

            if (rest.IsEmpty)
            {
                return false;
            }

            var next = rest[0];
            rest = rest[1..];
            if (next == '}')
            {
                break;
            }

            if (next != ',')
            {
                return false;
            }

            SkipSpace(ref rest);
        }

        if (!rest.IsEmpty)
        {
            return false;
        }

        Present |= present;
        var absent = ~present & (ulong.MaxValue >> (64 - columns.Count));
        for (; absent != 0; absent &= absent - 1)
        {
            row[BitOperations.TrailingZeroCount(absent)].SetNull(at);
        }

        return true;
    }

    private int FindColumn(ref ReadOnlySpan<byte> rest, int previous)
    {
        if (rest.IsEmpty || rest[0] != '"')
        {
            return -1;
        }

        var guess = previous == columns.Count - 1 && following[previous] >= columns.Count ? 0 : following[previous];
        if (guess < columns.Count && TakeName(ref rest, columns.Names[guess]))
        {
            return guess;
        }

        for (var column = 0; column < columns.Count; column++)
        {
            if (TakeName(ref rest, columns.Names[column]))
            {
                following[previous] = column;
                return column;
            }
        }

        return -1;
    }

    private static bool TakeName(ref ReadOnlySpan<byte> rest, byte[] name)
    {
        var colon = name.Length + 2;
        if (rest.Length <= colon || rest[name.Length + 1] != '"' || rest[colon] != ':' || !rest.Slice(1, name.Length).SequenceEqual(name))
        {
            return false;
        }

        rest = rest[(colon + 1)..];
        SkipSpace(ref rest);
        return true;
    }

    private static void SkipSpace(ref ReadOnlySpan<byte> rest)
    {
        if (!rest.IsEmpty && rest[0] == ' ')
        {
            rest = rest[1..];
        }
    }

    private bool TryWriteValue(ref ReadOnlySpan<byte> rest, int column, VectorWriter vector, int at)
    {
        switch (columns.Types[column])
        {
            case ColumnType.String when TryText(ref rest, out var text):
                vector.Set(at, text);
                return true;
            case ColumnType.Timestamp when TryText(ref rest, out var text) && TimestampText.TryParseUsual(text, out var milliseconds):
                vector.Set(at, milliseconds * 1000);
                return true;
            case ColumnType.BigInt when TryNumber(ref rest, out var number, out var decimals) && decimals == 0:
                vector.Set(at, number);
                return true;
            case ColumnType.Double when TryNumber(ref rest, out var number, out var decimals):
                vector.Set(at, number / PowersOfTen[decimals]);
                return true;
            default:
                return false;
        }
    }

    private static bool TryText(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (rest.IsEmpty || rest[0] != '"')
        {
            return false;
        }

        var end = rest[1..].IndexOfAny(EndsPlainText);
        if (end < 0 || rest[end + 1] != '"')
        {
            return false;
        }

        text = rest.Slice(1, end);
        rest = rest[(end + 2)..];
        return true;
    }

    /// <summary>A number of at most 15 digits, as an integer and how many of its digits stand behind the point.</summary>
    private static bool TryNumber(ref ReadOnlySpan<byte> rest, out long number, out int decimals)
    {
        number = 0;
        decimals = 0;
        var i = !rest.IsEmpty && rest[0] == '-' ? 1 : 0;
        var first = i;
        var point = -1;
        for (; i < rest.Length; i++)
        {
            var digit = (uint)(rest[i] - '0');
            if (digit <= 9)
            {
                number = (number * 10) + digit;
            }
            else if (rest[i] == '.' && point < 0)
            {
                point = i;
            }
            else
            {
                break;
            }

            if (i - first > ExactDigits)
            {
                return false;
            }
        }

        var whole = (point < 0 ? i : point) - first;
        decimals = point < 0 ? 0 : i - point - 1;
        if (whole == 0 || (whole > 1 && rest[first] == '0') || (point >= 0 && decimals == 0) || (first == 1 && number == 0)
            || (i < rest.Length && rest[i] is (byte)'e' or (byte)'E'))
        {
            return false;
        }

        number = first == 1 ? -number : number;
        rest = rest[i..];
        return true;
    }
}
