namespace Lake.S3;

/// <summary>S3 refuses a request.</summary>
/// <param name="code">S3's own code: <c>NoSuchKey</c>, <c>NoSuchBucket</c>, <c>KeyTooLongError</c> …</param>
/// <param name="message">A sentence that says what is wrong.</param>
public sealed class S3Exception(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
