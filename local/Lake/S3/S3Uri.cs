namespace Lake.S3;

/// <summary>The name of an object or of a prefix: <c>s3://bucket/key</c>.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Key">The key, or the prefix; "" is the bucket itself.</param>
public readonly record struct S3Uri(string Bucket, string Key)
{
    private const string Scheme = "s3://";

    /// <exception cref="S3Exception">The text is not such a name.</exception>
    public static S3Uri Parse(string text) =>
        TryParse(text, out var uri)
            ? uri
            : throw new S3Exception("InvalidURI", $"'{text}' does not name a place in S3; expected s3://bucket/key.");

    public static bool TryParse(string text, out S3Uri uri)
    {
        uri = default;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var path = text[Scheme.Length..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        uri = slash < 0 ? new(path, "") : new(path[..slash], path[(slash + 1)..]);
        return uri.Bucket.Length > 0;
    }

    /// <summary>The place whose key is this one's with more behind it.</summary>
    public S3Uri Append(string suffix) => this with { Key = Key + suffix };

    public override string ToString() => $"{Scheme}{Bucket}/{Key}";
}
