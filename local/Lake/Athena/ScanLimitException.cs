namespace Lake.Athena;

/// <summary>A query read more than its workgroup allows.</summary>
internal sealed class ScanLimitException(long bytesScanned) : Exception("Bytes scanned limit was exceeded")
{
    public long BytesScanned { get; } = bytesScanned;
}
