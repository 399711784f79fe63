using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kinesis;
using Local.Services;
using LoopbackWeb;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Local.Serve.Http;

/// <summary>
/// The JSON API of Kinesis over HTTP. Its front answers as no other service's here: by the type of the content it decides what
/// kind of answer there is, a signature is asked for, and what was not sent as JSON is answered in CBOR.
/// </summary>
/// <remarks>The order of the checks, and what each answers, was recorded by mhart/kinesalite, index.js.</remarks>
internal sealed class KinesisEndpoint(
    Func<KinesisService> kinesis, RequestLimits limits, Func<string> newId, Action<string> notice, CancellationToken stopping)
{
    // PutRecords: 10 MiB of records, in Base64.
    private const long LargestBody = 16 * 1024 * 1024;

    private const string Json = "application/x-amz-json-1.1";
    private const string Cbor = "application/x-amz-cbor-1.1";
    private const string PlainJson = "application/json";
    private const string Unknown = "UnknownOperationException";

    /// <summary>Whether the request names Kinesis: as its target, or as the service that it is signed for.</summary>
    public static bool IsFor(HttpRequest request) =>
        request.Headers["X-Amz-Target"].ToString().StartsWith(KinesisService.Target, StringComparison.Ordinal)
        || request.Headers.Authorization.ToString().Contains("/kinesis/aws4_request", StringComparison.Ordinal);

    /// <summary>Whether a browser asks what a page of another origin may send.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 && LoopbackGuard.IsHere(request);

    public Task AnswerPreflight(HttpContext context)
    {
        var (asked, answer) = (context.Request.Headers, context.Response.Headers);
        answer["x-amzn-RequestId"] = newId();
        answer.AccessControlAllowOrigin = "*";
        answer.AccessControlMaxAge = "172800";
        if (asked.AccessControlRequestHeaders.Count > 0)
        {
            answer.AccessControlAllowHeaders = asked.AccessControlRequestHeaders;
        }

        if (asked.AccessControlRequestMethod.Count > 0)
        {
            answer.AccessControlAllowMethods = asked.AccessControlRequestMethod;
        }

        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    public async Task RunAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers["x-amzn-RequestId"] = newId();
        response.Headers["x-amz-id-2"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(72));
        if (!HttpMethods.IsPost(request.Method))
        {
            await DenyAsync(context);
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestBody;
        }

        try
        {
            await AnswerAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer to.
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await FailAsync(context, Json, new("ServiceUnavailable", "The server ends.", StatusCodes.Status503ServiceUnavailable));
        }
        catch (BadHttpRequestException error)
        {
            await FailAsync(context, Json, new(AwsEndpoint.CodeOf(error), error.Message, error.StatusCode));
        }
        catch (KinesisException error)
        {
            await FailAsync(context, Json, error);
        }
        catch (Exception error)
        {
            await FailAsync(context, Json, Fault(error));
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var type = (request.ContentType ?? "").Split(';')[0].Trim();
        var target = request.Headers["X-Amz-Target"].ToString();
        var operation = target.StartsWith($"{KinesisService.Target}.", StringComparison.Ordinal) ? target[(KinesisService.Target.Length + 1)..] : null;
        var isKnown = operation is not null && kinesis().Operations.Contains(operation);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);

        if (body.Length == 0)
        {
            await FailAsync(context, type == Json ? Json : Cbor, new(isKnown ? "SerializationException" : Unknown, null));
        }
        else if (type is not (Json or Cbor or PlainJson))
        {
            await (target.Contains('.', StringComparison.Ordinal)
                ? WriteAsync(context, null, StatusCodes.Status404NotFound, Encoding.UTF8.GetBytes($"<{Unknown}/>\n"))
                : DenyAsync(context));
        }
        else if (type == PlainJson)
        {
            await FailPlainAsync(context, body.GetBuffer().AsMemory(0, (int)body.Length));
        }
        else if (type == Cbor)
        {
            await FailAsync(context, Cbor, KinesisRefusals.Cbor());
        }
        else if (!isKnown)
        {
            await FailAsync(context, Json, KinesisRefusals.Operation(operation));
        }
        else
        {
            await InvokeAsync(context, target, operation!, body.GetBuffer().AsMemory(0, (int)body.Length));
        }
    }

    private async Task InvokeAsync(HttpContext context, string target, string operation, ReadOnlyMemory<byte> body)
    {
        // The console's own page does not sign; the guard has seen that it is the console's.
        if (context.Request.Headers.Origin.Count == 0 && IsJson(body))
        {
            SignatureForm.Check(context.Request);
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var turn = await limits.EnterAsync(target, ended.Token);
        await WriteAsync(context, Json, StatusCodes.Status200OK, await kinesis().InvokeAsync(operation, body));
    }

    private static Task FailPlainAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        // AWS reads such a body, and then knows no operation that takes it.
        var (code, status) = IsJson(body)
            ? (Unknown, StatusCodes.Status404NotFound)
            : ("SerializationException", StatusCodes.Status400BadRequest);
        return WriteAsync(
            context,
            PlainJson,
            status,
            Encoding.UTF8.GetBytes($$"""{"Output":{"__type":"com.amazon.coral.service#{{code}}"},"Version":"1.0"}"""));
    }

    private static bool IsJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var parsed = JsonDocument.Parse(body);
            return parsed.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Task DenyAsync(HttpContext context) => WriteAsync(
        context,
        null,
        StatusCodes.Status403Forbidden,
        "<AccessDeniedException>\n  <Message>Unable to determine service/operation name to be authorized</Message>\n</AccessDeniedException>\n"u8.ToArray());

    private static Task FailAsync(HttpContext context, string type, KinesisException error)
    {
        context.Response.Headers["x-amzn-ErrorType"] = error.Code;
        return WriteAsync(context, type, error.Status, type == Cbor ? KinesisRefusals.InCbor(error) : KinesisRefusals.InJson(error));
    }

    private static async Task WriteAsync(HttpContext context, string? type, int status, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private KinesisException Fault(Exception error)
    {
        if (AwsError.Of(error) is { } known)
        {
            return new(known.Code, known.Message, known.Status);
        }

        notice($"A request failed: {error}");
        return new("InternalFailure", error.Message, StatusCodes.Status500InternalServerError);
    }
}
