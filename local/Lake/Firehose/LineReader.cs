using System.Buffers;

namespace Lake.Firehose;

/// <summary>Cuts a stream into blocks of whole lines, in bounded memory.</summary>
internal static class LineReader
{
    /// <summary>A line longer than this is no record of anything: the file is not JSON Lines.</summary>
    private const int LongestLine = 64 << 20;

    private const int BlockSize = 512 << 10;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="IngestException">A line never ends.</exception>
    public static IEnumerable<LineBlock> Read(Stream stream, DateTimeOffset arrival)
    {
        var line = 1L;
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        var length = SkipByteOrderMark(buffer, stream.ReadAtLeast(buffer.AsSpan(0, ByteOrderMark.Length), ByteOrderMark.Length, throwOnEndOfStream: false));
        while (true)
        {
            var read = stream.ReadAtLeast(buffer.AsSpan(length), buffer.Length - length, throwOnEndOfStream: false);
            var ended = read < buffer.Length - length;
            length += read;

            var end = ended ? length : Cut(buffer.AsSpan(0, length));
            if (end == 0 && !ended)
            {
                buffer = Grow(buffer, line);
                continue;
            }

            var next = ArrayPool<byte>.Shared.Rent(BlockSize > length - end ? BlockSize : 2 * (length - end));
            buffer.AsSpan(end, length - end).CopyTo(next);
            if (end > 0)
            {
                var count = Count(buffer.AsSpan(0, end));
                yield return new(buffer.AsMemory(0, end), line, count, arrival, buffer);
                line += count;
            }

            if (ended)
            {
                yield break;
            }

            length -= end;
            buffer = next;
        }
    }

    /// <summary>The blocks of records that are in memory already; line numbers run through all of them.</summary>
    public static IEnumerable<LineBlock> Read(IEnumerable<ArrivedLines> batches)
    {
        var line = 1L;
        foreach (var (arrival, lines) in batches)
        {
            for (var rest = lines; !rest.IsEmpty;)
            {
                var block = rest[..End(rest.Span)];
                var count = Count(block.Span);
                yield return new(block, line, count, arrival, Rented: null);
                line += count;
                rest = rest[block.Length..];
            }
        }
    }

    private static int End(ReadOnlySpan<byte> lines)
    {
        if (lines.Length <= BlockSize)
        {
            return lines.Length;
        }

        var whole = Cut(lines[..BlockSize]);
        if (whole > 0)
        {
            return whole;
        }

        var end = lines[BlockSize..].IndexOf((byte)'\n');
        return end < 0 ? lines.Length : BlockSize + end + 1;
    }

    // Before a line that begins an object, so that one that extends over several lines stays whole; else after any line.
    private static int Cut(ReadOnlySpan<byte> lines)
    {
        var objects = lines.LastIndexOf("\n{"u8) + 1;
        return objects > 0 ? objects : lines.LastIndexOf((byte)'\n') + 1;
    }

    private static int Count(ReadOnlySpan<byte> lines) =>
        lines.Count((byte)'\n') + (lines[^1] == (byte)'\n' ? 0 : 1);

    private static int SkipByteOrderMark(byte[] buffer, int length) =>
        buffer.AsSpan(0, length).SequenceEqual(ByteOrderMark) ? 0 : length;

    private static byte[] Grow(byte[] buffer, long line)
    {
        if (buffer.Length >= LongestLine)
        {
            throw new IngestException($"Line {line} is longer than {LongestLine >> 20} MiB, so this is not JSON Lines: one JSON object a line.");
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
