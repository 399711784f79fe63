namespace RecordStreaming;

/// <summary>Takes records in batches, and may refuse some of them.</summary>
public interface IRecordSink
{
    /// <summary>Sends records in one call, within <see cref="StreamLimits"/>.</summary>
    /// <returns>
    /// For each record, in the order of <paramref name="records"/>: null when it was taken, else the reason why it was
    /// not, though it may be taken later.
    /// </returns>
    Task<IReadOnlyList<string?>> PutAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellation = default);
}
