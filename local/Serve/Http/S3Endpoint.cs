using System.Globalization;
using System.Xml.Linq;
using Lake.S3;
using Local.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace Local.Serve.Http;

/// <summary>
/// S3's operations that read: ListBuckets, HeadBucket, GetBucketLocation, ListObjectsV2, ListObjects, HeadObject and
/// GetObject, over the lake's folders. Nothing is written through them: ingest and the delivery streams fill the lake.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html. Signatures are not looked at.</remarks>
internal sealed class S3Endpoint(S3Folder lake, RequestLimits limits, Func<string> newId, Action<string> notice)
{
    private const string Limited = "S3.Read";

    // Parameters of the query that ask for another operation than reading the object or listing the bucket.
    private static readonly string[] OtherOperations =
    [
        "accelerate", "acl", "analytics", "attributes", "cors", "encryption", "inventory", "legal-hold", "lifecycle", "logging", "metrics",
        "notification", "object-lock", "ownershipControls", "policy", "policyStatus", "publicAccessBlock", "replication", "requestPayment",
        "retention", "tagging", "torrent", "uploads", "uploadId", "versioning", "versions", "website",
    ];

    public bool IsFor(HttpRequest request) => S3Request.IsFor(request, lake);

    public async Task RunAsync(HttpContext context)
    {
        var response = context.Response;
        var id = newId();
        response.Headers["x-amz-request-id"] = id;
        try
        {
            using var turn = await limits.EnterAsync(Limited, context.RequestAborted);
            await AnswerAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer to.
        }
        catch (AwsException)
        {
            await FailAsync(context, id, new("SlowDown", "Reduce your request rate."));
        }
        catch (S3Exception error)
        {
            await FailAsync(context, id, error);
        }
        catch (Exception error) when (!response.HasStarted)
        {
            notice($"A request failed: {error}");
            await FailAsync(context, id, new("InternalError", error.Message));
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var (bucket, key) = S3Request.Of(request, lake);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            throw new S3Exception(
                "AccessDenied", "S3 can only be read on the local stage: 'ingest' and the delivery streams write the lake.");
        }

        if (OtherOperations.FirstOrDefault(request.Query.ContainsKey) is { } other)
        {
            throw new S3Exception("NotImplemented", $"The local stage has no S3 operation '{other}': it lists buckets and objects, and reads objects.");
        }

        if (bucket.Length == 0)
        {
            return XmlAnswer.WriteAsync(context, StatusCodes.Status200OK, S3Listing.Buckets(lake));
        }

        if (key.Length > 0)
        {
            return ReadAsync(context, new(bucket, key));
        }

        if (!lake.BucketExists(bucket))
        {
            throw new S3Exception("NoSuchBucket", $"The bucket '{bucket}' does not exist.");
        }

        context.Response.Headers["x-amz-bucket-region"] = LocalAccount.Region;
        if (HttpMethods.IsHead(request.Method))
        {
            return Task.CompletedTask;
        }

        // The Region without a name is us-east-1.
        return XmlAnswer.WriteAsync(context, StatusCodes.Status200OK, request.Query.ContainsKey("location")
            ? new XElement(S3Listing.Xml + "LocationConstraint")
            : S3Listing.Objects(lake, bucket, request.Query));
    }

    private async Task ReadAsync(HttpContext context, S3Uri uri)
    {
        var response = context.Response;
        var item = lake.Head(uri);
        var headers = response.GetTypedHeaders();
        headers.ETag = EntityTagHeaderValue.Parse(item.ETag);
        headers.LastModified = item.LastModified;
        response.Headers.AcceptRanges = "bytes";
        response.ContentType = uri.Key.EndsWith(".csv", StringComparison.Ordinal) ? "text/csv" : "binary/octet-stream";
        if (Unmet(context.Request.GetTypedHeaders(), item) is { } status)
        {
            if (status == StatusCodes.Status412PreconditionFailed)
            {
                throw new S3Exception("PreconditionFailed", "At least one of the preconditions you specified did not hold.");
            }

            response.StatusCode = status;
            return;
        }

        var (first, length) = Part(context.Request, response, item);
        response.ContentLength = length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        await using var content = lake.OpenRead(uri);
        content.Seek(first, SeekOrigin.Begin);
        await StreamCopyOperation.CopyToAsync(content, response.Body, length, context.RequestAborted);
    }

    /// <summary>Conditions in S3's order; a time is compared by its whole seconds.</summary>
    /// <returns>Null: the object is answered with.</returns>
    private static int? Unmet(Microsoft.AspNetCore.Http.Headers.RequestHeaders asked, S3Object item)
    {
        var tag = EntityTagHeaderValue.Parse(item.ETag);
        var modified = DateTimeOffset.FromUnixTimeSeconds(item.LastModified.ToUnixTimeSeconds());
        return asked switch
        {
            { IfMatch: { Count: > 0 } tags } when !Names(tags, tag) => StatusCodes.Status412PreconditionFailed,
            { IfMatch.Count: 0, IfUnmodifiedSince: { } since } when modified > since => StatusCodes.Status412PreconditionFailed,
            { IfNoneMatch: { Count: > 0 } tags } when Names(tags, tag) => StatusCodes.Status304NotModified,
            { IfNoneMatch.Count: 0, IfModifiedSince: { } since } when modified <= since => StatusCodes.Status304NotModified,
            _ => null,
        };
    }

    private static bool Names(IList<EntityTagHeaderValue> tags, EntityTagHeaderValue tag) =>
        tags.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: true));

    /// <summary>The bytes that are asked for. Of several ranges S3 gives the whole object.</summary>
    /// <exception cref="S3Exception">The range lies behind the end.</exception>
    private static (long First, long Length) Part(HttpRequest request, HttpResponse response, S3Object item)
    {
        if (request.GetTypedHeaders().Range is not { Unit.Value: "bytes", Ranges.Count: 1 } range)
        {
            return (0, item.Size);
        }

        var (from, to) = (range.Ranges.Single().From, range.Ranges.Single().To);
        var first = from ?? Math.Max(0, item.Size - to!.Value);
        var last = from is null ? item.Size - 1 : Math.Min(to ?? long.MaxValue, item.Size - 1);
        if (first > last)
        {
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{item.Size}");
            throw new S3Exception("InvalidRange", "The requested range is not satisfiable");
        }

        response.StatusCode = StatusCodes.Status206PartialContent;
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {first}-{last}/{item.Size}");
        return (first, last - first + 1);
    }

    private static Task FailAsync(HttpContext context, string id, S3Exception error)
    {
        context.Response.StatusCode = error.Code switch
        {
            "NoSuchKey" or "NoSuchBucket" => StatusCodes.Status404NotFound,
            "AccessDenied" => StatusCodes.Status403Forbidden,
            "InvalidRange" => StatusCodes.Status416RangeNotSatisfiable,
            "PreconditionFailed" => StatusCodes.Status412PreconditionFailed,
            "NotImplemented" => StatusCodes.Status501NotImplemented,
            "SlowDown" => StatusCodes.Status503ServiceUnavailable,
            "InternalError" => StatusCodes.Status500InternalServerError,
            _ => StatusCodes.Status400BadRequest,
        };
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        return XmlAnswer.WriteAsync(context, context.Response.StatusCode, new XElement(
            "Error",
            new XElement("Code", error.Code),
            new XElement("Message", XmlAnswer.InXml(error.Message)),
            new XElement("Resource", XmlAnswer.InXml(context.Request.Path.ToString())),
            new XElement("RequestId", id)));
    }
}
