using Lake.S3;

namespace Lake.Firehose;

/// <summary>What became of the records. <c>Read = Written + Refused</c>, always.</summary>
/// <param name="Read">Records read: lines that are not blank.</param>
/// <param name="Written">Rows in the table's files.</param>
/// <param name="RefusedByReason">How many were refused, by reason; none: empty.</param>
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

/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Message">What is wrong with it, with its value.</param>
/// <param name="Expected">What would be taken in its place, if that can be said in a few words.</param>
public sealed record RefusedRecord(long Line, string Message, string? Expected);
