using Lake.S3;

namespace Lake.Firehose;

/// <summary>What became of the records. <c>Read = Written + Refused</c>, always.</summary>
/// <param name="Read">Records read: lines that are not blank.</param>
/// <param name="Written">Rows in the table's files.</param>
/// <param name="RefusedByReason">How many were refused, by reason; none: empty.</param>
/// <param name="Objects">The objects written: the table's files, and the refused records' when there are any.</param>
public sealed record IngestResult(
    long Read,
    long Written,
    IReadOnlyDictionary<string, long> RefusedByReason,
    IReadOnlyList<S3Object> Objects)
{
    public long Refused => RefusedByReason.Values.Sum();
}
