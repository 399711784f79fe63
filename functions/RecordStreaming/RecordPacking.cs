using System.Buffers;
using System.Runtime.CompilerServices;

namespace RecordStreaming;

/// <summary>Packs JSON documents into records, and records into calls.</summary>
public static class RecordPacking
{
    // Rounding up to a billed unit then adds a twentieth at most, and a record that fails costs little to send again.
    private const int TargetBytes = 20 * StreamLimits.BilledBytes;

    /// <summary>The size of the largest document in bytes, without its line feed.</summary>
    public const int LongestDocument = StreamLimits.BytesPerRecord - 1;

    /// <summary>Records of several documents each, in the order in which they came.</summary>
    /// <exception cref="ArgumentException">A document is longer than <see cref="LongestDocument"/>.</exception>
    public static async IAsyncEnumerable<StreamRecord> ToRecords(
        this IAsyncEnumerable<ReadOnlyMemory<byte>> documents,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var record = new ArrayBufferWriter<byte>(TargetBytes);
        var held = 0;
        await foreach (var document in documents.WithCancellation(cancellation))
        {
            if (document.Length > LongestDocument)
            {
                throw new ArgumentException($"A document of {document.Length} bytes does not fit a record.", nameof(documents));
            }

            if (held > 0 && record.WrittenCount + document.Length + 1 > TargetBytes)
            {
                yield return new(record.WrittenSpan.ToArray(), held);
                record.ResetWrittenCount();
                held = 0;
            }

            record.Write(document.Span);
            record.Write("\n"u8);
            held++;
        }

        if (held > 0)
        {
            yield return new(record.WrittenSpan.ToArray(), held);
        }
    }

    /// <summary>The records of each call, in the order in which they came.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<StreamRecord>> ToCalls(
        this IAsyncEnumerable<StreamRecord> records, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        List<StreamRecord> call = [];
        var bytes = 0;
        await foreach (var record in records.WithCancellation(cancellation))
        {
            if (call.Count == StreamLimits.RecordsPerCall || bytes + record.Data.Length > StreamLimits.BytesPerCall)
            {
                yield return call;
                call = [];
                bytes = 0;
            }

            call.Add(record);
            bytes += record.Data.Length;
        }

        if (call.Count > 0)
        {
            yield return call;
        }
    }
}
