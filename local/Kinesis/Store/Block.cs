using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kinesis.Store;

/// <summary>
/// Records of a shard that were written together, as one value of the database: for each index, arrival, length and bytes of the
/// key, length and bytes of the data, in little endian.
/// </summary>
internal static class Block
{
    /// <summary>Bytes after which another block begins.</summary>
    public const int Size = 256 * 1024;

    private const int Head = 8 + 8 + 2 + 4;

    public static void Write(ArrayBufferWriter<byte> target, Record record)
    {
        var keyLength = Encoding.UTF8.GetByteCount(record.PartitionKey);
        var size = Head + keyLength + record.Data.Length;
        var span = target.GetSpan(size);
        BinaryPrimitives.WriteInt64LittleEndian(span, record.Index);
        BinaryPrimitives.WriteInt64LittleEndian(span[8..], record.Arrived);
        BinaryPrimitives.WriteUInt16LittleEndian(span[16..], (ushort)keyLength);
        BinaryPrimitives.WriteInt32LittleEndian(span[18..], record.Data.Length);
        Encoding.UTF8.GetBytes(record.PartitionKey, span[Head..]);
        record.Data.Span.CopyTo(span[(Head + keyLength)..]);
        target.Advance(size);
    }

    /// <exception cref="InvalidDataException">It is none, or cut short.</exception>
    public static List<Record> Read(ReadOnlyMemory<byte> block)
    {
        var records = new List<Record>();
        while (!block.IsEmpty)
        {
            var (record, size) = ReadOne(block);
            records.Add(record);
            block = block[size..];
        }

        return records;
    }

    private static (Record Record, int Size) ReadOne(ReadOnlyMemory<byte> block)
    {
        var span = block.Span;
        var keyLength = span.Length < Head ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(span[16..]);
        var dataLength = span.Length < Head ? 0 : BinaryPrimitives.ReadInt32LittleEndian(span[18..]);
        if (dataLength < 0 || Head + keyLength + (long)dataLength > span.Length)
        {
            throw new InvalidDataException("A block of records is damaged.");
        }

        var record = new Record(
            BinaryPrimitives.ReadInt64LittleEndian(span),
            BinaryPrimitives.ReadInt64LittleEndian(span[8..]),
            Encoding.UTF8.GetString(span.Slice(Head, keyLength)),
            block.Slice(Head + keyLength, dataLength));
        return (record, Head + keyLength + dataLength);
    }
}
