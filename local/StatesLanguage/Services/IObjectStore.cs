namespace StatesLanguage;

/// <summary>The S3 that ItemReader reads from and ResultWriter writes to.</summary>
public interface IObjectStore
{
    /// <summary>Opens an object for reading; null when there is no such object or bucket.</summary>
    Task<Stream?> OpenAsync(string bucket, string key, CancellationToken cancellation);

    /// <summary>The objects whose keys start with the prefix, in the order of their keys.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string bucket, string prefix, CancellationToken cancellation);

    Task WriteAsync(string bucket, string key, ReadOnlyMemory<byte> content, CancellationToken cancellation);
}

/// <summary>An object as ListObjectsV2 gives it.</summary>
public sealed record StoredObject(string Key, long Size, string ETag, DateTimeOffset LastModified, string StorageClass = "STANDARD");

/// <summary>Reads Parquet objects for ItemReader.</summary>
public interface IParquetReader
{
    /// <summary>The rows of an object, in its order, as JSON objects with the columns in the file's order.</summary>
    /// <exception cref="InvalidDataException">It is not Parquet.</exception>
    IAsyncEnumerable<JsonObject> ReadAsync(string bucket, string key, CancellationToken cancellation);
}
