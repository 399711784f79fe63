namespace RecordStreaming;

/// <summary>The limits of Firehose for one <c>PutRecordBatch</c> call; see its developer guide, "Quotas".</summary>
public static class StreamLimits
{
    public const int RecordsPerCall = 500;
    public const int BytesPerCall = 4 * 1024 * 1024;
    public const int BytesPerRecord = 1000 * 1024;

    /// <summary>Firehose bills a record of Direct PUT by its size rounded up to this.</summary>
    public const int BilledBytes = 5 * 1024;
}
