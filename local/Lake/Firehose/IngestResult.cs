using Lake.S3;

namespace Lake.Firehose;

/// <summary>The counts of the records: always <c>Read = Written + Refused</c>.</summary>
/// <param name="Read">Records read: lines that are not blank.</param>
/// <param name="Written">Rows in the table's files.</param>
/// <param name="RefusedByReason">The number of refused records by reason; empty when none was refused.</param>
/// <param name="Objects">The objects written: the table's files, and the refused records' when there are any.</param>
/// <param name="FirstRefused">The first <see cref="FirstShown"/> that were refused.</param>
public sealed record IngestResult(
    long Read,
    long Written,
    IReadOnlyDictionary<string, long> RefusedByReason,
    IReadOnlyList<S3Object> Objects,
    IReadOnlyList<RefusedRecord> FirstRefused)
{
    public const int FirstShown = 3;

    public long Refused => RefusedByReason.Values.Sum();
}

/// <param name="Line">The line on which the record begins, from 1.</param>
/// <param name="Message">The fault of the record, with its value.</param>
/// <param name="Expected">A description of a value that would be accepted, if a few words can give one.</param>
public sealed record RefusedRecord(long Line, string Message, string? Expected);
