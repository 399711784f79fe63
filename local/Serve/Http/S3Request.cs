using Lake.S3;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Local.Serve.Http;

/// <summary>The bucket and the key that a request to S3 names, by the path or with the bucket before the host's name.</summary>
/// <param name="Bucket">The bucket; empty when the request is about all buckets.</param>
/// <param name="Key">The key; empty when the request is about the bucket.</param>
internal sealed record S3Request(string Bucket, string Key)
{
    private const string HostSuffix = ".localhost";

    /// <summary>Whether the request is for S3: signed for it, or not signed and naming a bucket that exists.</summary>
    public static bool IsFor(HttpRequest request, S3Folder lake) => SignedService.Of(request) is { } service
        ? service == "s3"
        : (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && Of(request, lake) is { Bucket.Length: > 0 } asked
            && lake.Buckets.Any(bucket => bucket.Name == asked.Bucket);

    public static S3Request Of(HttpRequest request, S3Folder lake)
    {
        // The path is taken as it was sent: a normalised path would name another key.
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? request.Path.ToString();
        var path = Uri.UnescapeDataString(target.Split('?', 2)[0]);
        path = path.StartsWith('/') ? path[1..] : path;
        if (BucketOfHost(request.Host.Host) is { } bucket && lake.Buckets.Any(one => one.Name == bucket))
        {
            return new(bucket, path);
        }

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new(path, "") : new(path[..slash], path[(slash + 1)..]);
    }

    private static string? BucketOfHost(string host) =>
        host.EndsWith(HostSuffix, StringComparison.OrdinalIgnoreCase) ? host[..^HostSuffix.Length] : null;
}
