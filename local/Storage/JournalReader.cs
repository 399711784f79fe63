namespace Local.Storage;

/// <summary>Reads a journal line by line, and tells a torn tail from damage.</summary>
internal static class JournalReader
{
    /// <summary>Hands on each sound record with the offset of its line.</summary>
    /// <returns>The length of the sound part, bytes. What follows it is a write that a crash cut short.</returns>
    /// <exception cref="JournalException">The journal is damaged elsewhere than in its last write.</exception>
    public static long Read(string path, Action<ReadOnlyMemory<byte>, long> record)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        var lines = new Lines(file);
        long? damagedAt = null;
        var holdsNul = false;
        while (lines.MoveNext())
        {
            if (!JournalLine.TryRead(lines.Current.Span, out var json))
            {
                damagedAt ??= lines.Offset;
                holdsNul |= lines.Current.Span.Contains((byte)0);
            }
            else if (damagedAt is { } offset)
            {
                throw Damaged(path, offset);
            }
            else
            {
                record(lines.Current[^json.Length..], lines.Offset);
            }
        }

        // A crash leaves a prefix of the last write, or, when the machine lost power, blocks of zeros in it.
        return damagedAt switch
        {
            null => lines.Offset,
            { } offset when holdsNul => offset,
            { } offset => throw Damaged(path, offset),
        };
    }

    private static JournalException Damaged(string path, long offset) => new(
        $"'{path}' is damaged at byte {offset}: the record there does not match its checksum. "
        + "Nothing was changed. Restore the file from a copy, or move it away to start without what it holds.");

    /// <summary>The lines of a file without their newlines; what follows the last newline is no line.</summary>
    private sealed class Lines(FileStream file)
    {
        private byte[] buffer = new byte[64 * 1024];
        private int start;
        private int end;
        private int next;

        public ReadOnlyMemory<byte> Current { get; private set; }

        /// <summary>
        /// The position at which the current line begins; after the last line, the position at which the lines end.
        /// </summary>
        public long Offset { get; private set; }

        public bool MoveNext()
        {
            Offset += next - start;
            start = next;
            var searched = start;
            while (true)
            {
                var newline = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
                if (newline >= 0)
                {
                    Current = buffer.AsMemory(start, searched + newline - start);
                    next = searched + newline + 1;
                    return true;
                }

                searched = end - start;
                if (!Fill())
                {
                    return false;
                }
            }
        }

        private bool Fill()
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end, next) = (0, end - start, 0);
            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            var read = file.Read(buffer, end, buffer.Length - end);
            end += read;
            return read > 0;
        }
    }
}
