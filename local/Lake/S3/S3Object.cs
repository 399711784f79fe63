namespace Lake.S3;

/// <summary>An object in a listing.</summary>
/// <param name="Uri">The object's name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="LastModified">The time at which it was put.</param>
/// <param name="ETag">Changes whenever the object does. Not the MD5 of its bytes: S3 does not promise that either.</param>
public sealed record S3Object(S3Uri Uri, long Size, DateTimeOffset LastModified, string ETag);
