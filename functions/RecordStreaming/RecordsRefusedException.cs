using System.Diagnostics.CodeAnalysis;

namespace RecordStreaming;

/// <summary>The stream refused records in every attempt; the others were taken.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It says nothing without what was refused.")]
public sealed class RecordsRefusedException(IReadOnlyList<StreamRecord> records, int attempts, string reason)
    : Exception($"The stream refused {records.Count} {(records.Count == 1 ? "record" : "records")} in {attempts} attempts, the last time with {reason}.")
{
    public IReadOnlyList<StreamRecord> Records { get; } = records;
}
