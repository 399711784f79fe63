using System.Collections.Concurrent;
using System.Xml.Linq;
using JsonValues;
using Local.Serve.Operations;
using Microsoft.AspNetCore.Http;

namespace Local.Serve.Http;

/// <summary>
/// Refuses what is asked of a service that is not here, in that service's own protocol, so that its client shows the sentence;
/// and tells of it where the server was started, once for each operation.
/// </summary>
/// <remarks>The forms of errors in each protocol: https://smithy.io/2.0/aws/protocols/index.html.</remarks>
internal sealed class UnknownService(Func<string> newId, Action<string> notice)
{
    private const string Target = "X-Amz-Target";
    private const string Code = "UnknownOperationException";
    private const string Here =
        "It has Step Functions, Athena, Redshift's Data API, Firehose, SQS, Kinesis, the reading operations of DynamoDB and S3, Lambda's event source mappings and "
        + "STS's GetCallerIdentity; docs/serve.md lists the operations.";

    // The services by the names for which requests are signed. AwsEndpoint answers for their operations.
    private static readonly string[] Known = [.. OperationTable.SignedFor.Values];

    // More operations than any service has: what is told is bounded, whoever asks.
    private const int MostTold = 1_000;

    private readonly ConcurrentDictionary<string, bool> told = new(StringComparer.Ordinal);

    /// <summary>Whether the request is signed for a service that no endpoint here answers.</summary>
    public static bool IsFor(HttpRequest request) => SignedService.Of(request) switch
    {
        null or "kinesis" or "s3" => false,
        "lambda" => !request.Path.StartsWithSegments(MappingEndpoint.Path),
        "sts" or "sqs" when HttpMethods.IsPost(request.Method) && request.HasFormContentType => false,
        var service when Known.Contains(service) => request.Headers[Target].Count == 0,
        _ => true,
    };

    public async Task RunAsync(HttpContext context)
    {
        var request = context.Request;
        var service = SignedService.Of(request)!;
        var form = request.HasFormContentType ? await ReadAsync(request) : null;
        var operation = OperationOf(request, form);
        var sentence = Known.Contains(service)
            ? $"The local stage speaks {service} in AWS's JSON protocol alone, and this request has no {Target}: newer versions of SDK and CLI send one."
            : $"The local stage has no {service} {operation}. {Here}";
        if (told.Count < MostTold && told.TryAdd($"{service} {operation}", true))
        {
            notice($"A request was refused: {sentence}");
        }

        var id = newId();
        context.Response.Headers["x-amzn-RequestId"] = id;
        if (request.Headers["smithy-protocol"] is { Count: > 0 } protocol)
        {
            await WriteCborAsync(context, protocol.ToString(), sentence);
        }
        else if (request.Headers[Target].Count > 0)
        {
            await WriteJsonAsync(context, request.ContentType ?? "application/x-amz-json-1.0", sentence);
        }
        else if (form is not null)
        {
            await XmlAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, service == "ec2" ? Ec2(sentence, id) : Query(sentence, id));
        }
        else if (service.StartsWith("s3", StringComparison.Ordinal) || service is "route53" or "cloudfront")
        {
            await XmlAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, Query(sentence, id));
        }
        else
        {
            await WriteJsonAsync(context, "application/json", sentence);
        }
    }

    private static string OperationOf(HttpRequest request, IFormCollection? form)
    {
        if (request.Headers[Target] is { Count: > 0 } target)
        {
            return target.ToString().Split('.')[^1];
        }

        return form?["Action"] is { Count: > 0 } action
            ? action.ToString()
            : request.Headers["smithy-protocol"].Count > 0 && request.Path.Value!.Split('/') is [.., "operation", var operation]
                ? operation
                : $"{request.Method} {request.Path}";
    }

    private static async Task<IFormCollection?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (InvalidDataException)
        {
            return FormCollection.Empty;
        }
    }

    private static Task WriteJsonAsync(HttpContext context, string type, string sentence)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = type;
        context.Response.Headers["x-amzn-ErrorType"] = Code;
        return context.Response.WriteAsync(JsonObject.Of(("__type", Code), ("message", sentence)).ToString(), context.RequestAborted);
    }

    private static async Task WriteCborAsync(HttpContext context, string protocol, string sentence)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "application/cbor";
        context.Response.Headers["smithy-protocol"] = protocol;
        await context.Response.Body.WriteAsync(KinesisRefusals.InCbor(new(Code, sentence)), context.RequestAborted);
    }

    private static XElement Query(string sentence, string id) => new(
        "ErrorResponse",
        new XElement("Error", new XElement("Type", "Sender"), new XElement("Code", Code), new XElement("Message", XmlAnswer.InXml(sentence))),
        new XElement("RequestId", id));

    private static XElement Ec2(string sentence, string id) => new(
        "Response",
        new XElement("Errors", new XElement("Error", new XElement("Code", Code), new XElement("Message", XmlAnswer.InXml(sentence)))),
        new XElement("RequestID", id));
}
