using System.Buffers;
using System.Text;

namespace Lake.S3;

/// <summary>Decides which keys a folder can hold: every accepted key stays inside its bucket's folder, on every system.</summary>
internal static class S3Key
{
    private const int LongestKey = 1024;

    // The most bytes that file systems accept for a name between two slashes.
    private const int LongestSegment = 255;

    private const int ShortestBucket = 3;
    private const int LongestBucket = 63;

    private static readonly SearchValues<char> NotOnWindows = SearchValues.Create("<>:\"|?*");

    /// <exception cref="S3Exception">The name is not a bucket's.</exception>
    public static void CheckBucket(string bucket)
    {
        if (bucket.Length is < ShortestBucket or > LongestBucket
            || !bucket.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
            || !char.IsAsciiLetterOrDigit(bucket[0])
            || !char.IsAsciiLetterOrDigit(bucket[^1])
            || bucket.Contains("..", StringComparison.Ordinal))
        {
            throw new S3Exception(
                "InvalidBucketName",
                $"'{bucket}' is not a bucket's name: 3 to 63 lower-case letters, digits, hyphens and single dots.");
        }
    }

    /// <exception cref="S3Exception">The key cannot be a file in the bucket's folder.</exception>
    public static void Check(string key)
    {
        if (Encoding.UTF8.GetByteCount(key) > LongestKey
            || key.Split('/').Any(segment => Encoding.UTF8.GetByteCount(segment) > LongestSegment))
        {
            throw new S3Exception(
                "KeyTooLongError", $"A key of {key.Length} characters is too long: 1024 bytes, and 255 between two slashes.");
        }

        if (Problem(key) is { } problem)
        {
            throw new S3Exception("InvalidArgument", $"The key '{Printable(key)}' {problem}, so it cannot be kept as a file.");
        }
    }

    private static string? Problem(string key)
    {
        if (key.Length == 0)
        {
            return "is empty";
        }

        if (key.Any(char.IsControl) || key.Contains('\\', StringComparison.Ordinal))
        {
            return "holds a backslash or a control character";
        }

        if (OperatingSystem.IsWindows() && key.AsSpan().ContainsAny(NotOnWindows))
        {
            return "holds a character Windows does not take in a file's name";
        }

        return key.Split('/').Any(segment => segment is "" or "." or "..")
            ? "has a part between slashes that is empty, '.' or '..'"
            : null;
    }

    private static string Printable(string key) => string.Concat(key.Select(c => char.IsControl(c) ? '\uFFFD' : c));
}
