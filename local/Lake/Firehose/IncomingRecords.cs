using DuckDB.NET.Native;
using Lake.DuckDb;

namespace Lake.Firehose;

/// <summary>
/// The records of one run of a delivery stream, handed to DuckDB's threads block by block, one file's worth at a time.
/// </summary>
/// <param name="columns">The table's columns.</param>
/// <param name="blocks">Whole lines, in order.</param>
/// <param name="refused">Takes what cannot be a row.</param>
internal sealed class IncomingRecords(RecordColumns columns, IEnumerator<LineBlock> blocks, RefusedRecords refused) : IRowSource
{
    /// <summary>Rows of a file, about: what bounds the work of one reader, and the loss of one bad disk block.</summary>
    private const int RowsOfFile = 1_000_000;

    private readonly RecordColumns recordColumns = columns;
    private readonly Lock gate = new();

    // Blocks are read by several threads and end out of order; refusals are written in the order of the lines.
    private readonly Dictionary<long, List<Refused>> finished = [];
    private LineBlock? upcoming;
    private long taken;
    private long written;
    private int rowsLeft;
    private DateTimeOffset hour;

    public IReadOnlyList<(string Name, DuckDBType Type)> Columns { get; } =
        [.. columns.Table.Columns.Select(column => (column.Name, RecordColumns.TypeOf(column.Type)))];

    /// <summary>Records read so far.</summary>
    public long Read { get; private set; }

    /// <summary>The columns for which any record so far had a value, by bit.</summary>
    public ulong Present { get; private set; }

    /// <summary>Names of members that are no columns, some of them.</summary>
    public SortedSet<string> Unknown { get; } = new(StringComparer.Ordinal);

    /// <summary>Goes to the next file: the records that arrived in one hour, as many as a file takes.</summary>
    /// <returns>The hour of the next file, or null at the end.</returns>
    public DateTimeOffset? NextFile()
    {
        upcoming ??= Advance();
        if (upcoming is null)
        {
            return null;
        }

        rowsLeft = RowsOfFile;
        return hour = Hour(upcoming.Arrival);
    }

    public IRowReader Open() => new Reader(this);

    private static DateTimeOffset Hour(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return new(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero);
    }

    private LineBlock? Advance() => blocks.MoveNext() ? blocks.Current : null;

    private (long Number, LineBlock Block)? Take()
    {
        lock (gate)
        {
            var block = upcoming ?? Advance();
            upcoming = null;
            if (block is null)
            {
                return null;
            }

            if (rowsLeft <= 0 || Hour(block.Arrival) != hour)
            {
                upcoming = block;
                return null;
            }

            rowsLeft -= block.Count;
            return (taken++, block);
        }
    }

    private void Finish(long number, LineBlock block, int records, List<Refused> refusals, ulong present, IEnumerable<string> unknown)
    {
        lock (gate)
        {
            Read += records;
            Present |= present;
            Unknown.UnionWith(unknown);
            finished.Add(number, refusals);
            while (finished.Remove(written, out var next))
            {
                foreach (var (refusal, record, line, arrival) in next)
                {
                    refused.Add(refusal, record, line, arrival);
                }

                written++;
            }
        }

        block.Dispose();
    }

    private sealed record Refused(Refusal Refusal, byte[] Record, long Line, DateTimeOffset Arrival);

    /// <summary>One thread's reader of the blocks that it takes.</summary>
    private sealed class Reader(IncomingRecords incoming) : IRowReader
    {
        private static ReadOnlySpan<byte> Space => " \t\r\n"u8;

        private readonly FastRecordReader usual = new(incoming.recordColumns);
        private readonly FullRecordReader any = new(incoming.recordColumns);
        private List<Refused> refusals = [];
        private LineBlock? block;
        private long number;
        private ReadOnlyMemory<byte> rest;
        private bool isText;
        private long line;
        private int records;

        public int Fill(VectorWriter[] columns, int capacity)
        {
            var rows = 0;
            while (rows < capacity && (block is not null || TakeBlock()))
            {
                rows += FillFromBlock(columns, rows, capacity);
                if (rest.IsEmpty)
                {
                    incoming.Finish(number, block!, records, refusals, usual.Present | any.Present, any.Unknown);
                    block = null;
                }
            }

            return rows;
        }

        private bool TakeBlock()
        {
            if (incoming.Take() is not var (next, lines))
            {
                return false;
            }

            number = next;
            block = lines;
            rest = lines.Lines;
            isText = System.Text.Unicode.Utf8.IsValid(rest.Span);
            line = lines.FirstLine;
            records = 0;
            refusals = [];
            return true;
        }

        private int FillFromBlock(VectorWriter[] columns, int first, int capacity)
        {
            var row = first;
            var lines = rest.Span;
            while (row < capacity && !lines.IsEmpty)
            {
                var end = lines.IndexOf((byte)'\n');
                var next = end < 0 ? lines.Length : end + 1;
                var record = lines[..next].Trim(Space);
                if (record.IsEmpty)
                {
                    Pass(ref lines, next);
                    continue;
                }

                records++;
                if (isText && usual.TryWrite(record, columns, row))
                {
                    row++;
                    Pass(ref lines, next);
                }
                else
                {
                    row += JudgeDocument(ref lines, next, columns, row) ? 1 : 0;
                }
            }

            rest = rest[^lines.Length..];
            return row - first;
        }

        // The document that begins here, wherever it ends; else the line.
        private bool JudgeDocument(ref ReadOnlySpan<byte> lines, int next, VectorWriter[] columns, int row)
        {
            var text = lines.TrimStart(Space);
            var length = DocumentEnd.Of(text[..Math.Min(text.Length, FullRecordReader.LargestRecord)]);
            var isRow = Judge(length < 0 ? lines[..next].Trim(Space) : text[..length], columns, row);
            Pass(ref lines, length < 0 ? next : lines.Length - text.Length + length);
            return isRow;
        }

        private void Pass(ref ReadOnlySpan<byte> lines, int length)
        {
            line += lines[..length].Count((byte)'\n');
            lines = lines[length..];
        }

        private bool Judge(ReadOnlySpan<byte> record, VectorWriter[] columns, int row)
        {
            if (any.Write(record, columns, row) is not { } refusal)
            {
                return true;
            }

            refusals.Add(new(refusal, record.ToArray(), line, block!.Arrival));
            return false;
        }
    }
}
