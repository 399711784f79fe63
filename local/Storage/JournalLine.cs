using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;

namespace Local.Storage;

/// <summary>
/// One record of a journal, as a line that a person can read: eight hexadecimal digits of CRC-32C, a space, the record's
/// JSON, a newline. JSON holds no raw newline and no NUL, so that a line can be read in one way only.
/// </summary>
internal static class JournalLine
{
    private const int ChecksumLength = 8;

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        var line = output.GetSpan(ChecksumLength + 1 + json.Length + 1);
        Utf8Formatter.TryFormat(Checksum(json), line, out _, new StandardFormat('x', ChecksumLength));
        line[ChecksumLength] = (byte)' ';
        json.CopyTo(line[(ChecksumLength + 1)..]);
        line[ChecksumLength + 1 + json.Length] = (byte)'\n';
        output.Advance(ChecksumLength + 1 + json.Length + 1);
    }

    /// <param name="line">A line without its newline.</param>
    /// <param name="json">The record, when the line is sound.</param>
    /// <returns>Whether the line matches its checksum.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> json)
    {
        json = default;
        if (line.Length <= ChecksumLength + 1
            || line[ChecksumLength] != ' '
            || !Utf8Parser.TryParse(line[..ChecksumLength], out uint checksum, out var read, 'x')
            || read != ChecksumLength
            || checksum != Checksum(line[(ChecksumLength + 1)..]))
        {
            return false;
        }

        json = line[(ChecksumLength + 1)..];
        return true;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
