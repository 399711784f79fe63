namespace RecordStreaming;

/// <summary>Takes records in batches, and may refuse some of them.</summary>
public interface IRecordSink
{
    /// <summary>One call, within <see cref="StreamLimits"/>.</summary>
    /// <returns>In the order of <paramref name="records"/>: null where taken, else why it was not and may be later.</returns>
    Task<IReadOnlyList<string?>> PutAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellation = default);
}
