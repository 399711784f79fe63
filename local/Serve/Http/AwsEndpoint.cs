using JsonValues;
using Local.Protocol;
using Local.Serve.Operations;
using Local.Services;
using Microsoft.AspNetCore.Http;

namespace Local.Serve.Http;

/// <summary><c>POST</c>: an operation of the AWS JSON protocols 1.0 and 1.1. Signatures are not looked at.</summary>
internal sealed class AwsEndpoint(
    IReadOnlyDictionary<string, Operation> operations,
    RequestLimits limits,
    Func<string> newId,
    Action<string> notice,
    CancellationToken stopping)
{
    private const string TargetHeader = "X-Amz-Target";

    public async Task RunAsync(HttpContext context)
    {
        var request = context.Request;
        var id = newId();
        context.Response.Headers["x-amzn-RequestId"] = id;
        var target = request.Headers[TargetHeader].ToString();
        await (target.Length == 0 && request.HasFormContentType
            ? new QueryEndpoint(operations, this).RunAsync(context, id)
            : RunAsync(
                context,
                target,
                () => ReadAsync(request),
                answer => WriteAsync(context, StatusCodes.Status200OK, answer),
                error => FailAsync(context, target, error)));
    }

    /// <summary>Does what a request asks, in whatever protocol it came.</summary>
    /// <param name="target">The operation, as <c>X-Amz-Target</c> names it.</param>
    /// <param name="read">Reads the request, once it has its turn.</param>
    /// <param name="answerWith">Writes the answer.</param>
    /// <param name="failWith">Writes why there is none.</param>
    public async Task RunAsync(
        HttpContext context, string target, Func<Task<ReadOnlyMemory<byte>>> read, Func<ReadOnlyMemory<byte>, Task> answerWith, Func<AwsError, Task> failWith)
    {
        try
        {
            var operation = operations.GetValueOrDefault(target) ?? throw Unknown(target);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            using var turn = await limits.EnterAsync(target, ended.Token);
            await answerWith(await operation(await read(), ended.Token));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer to.
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await failWith(new("ServiceUnavailableException", "The server ends.", StatusCodes.Status503ServiceUnavailable));
        }
        catch (BadHttpRequestException error)
        {
            await failWith(new(CodeOf(error), error.Message, error.StatusCode));
        }
        catch (Exception error)
        {
            await failWith(AwsError.Of(error) ?? Fault(error));
        }
    }

    /// <summary>Refuses a request, whatever it asks, with 503.</summary>
    public static Task FailAsync(HttpContext context, string sentence) => FailAsync(
        context, context.Request.Headers[TargetHeader].ToString(), new("ServiceUnavailableException", sentence, StatusCodes.Status503ServiceUnavailable));

    /// <summary>The error's name for a body that is too large, or that does not come.</summary>
    public static string CodeOf(BadHttpRequestException error) =>
        error.StatusCode == StatusCodes.Status408RequestTimeout ? "RequestTimeoutException" : "RequestEntityTooLargeException";

    private static AwsException Unknown(string target) => new("UnknownOperationException", target.Length == 0
        ? $"The request has no {TargetHeader}, which names the operation."
        : $"The local stage has no operation {target}.");

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static Task FailAsync(HttpContext context, string target, AwsError error)
    {
        var headers = context.Response.Headers;
        var (name, type) = (error.Code, error.Code);
        if (target.StartsWith(OperationTable.Sqs, StringComparison.Ordinal))
        {
            headers["x-amzn-query-error"] = error.QueryError;
            (name, type) = (error.SqsName, $"com.amazonaws.sqs#{error.SqsName}");
        }

        headers["x-amzn-ErrorType"] = name;
        return WriteAsync(context, error.Status, JsonObject.Of(("__type", type), ("message", error.Message)).ToUtf8());
    }

    private static async Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType =
            context.Request.ContentType is { Length: > 0 } sent && sent.StartsWith("application/x-amz-json", StringComparison.Ordinal)
                ? sent
                : "application/x-amz-json-1.0";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    // A fault of ours fails one request, as it would at AWS, and is told where the server was started.
    private AwsError Fault(Exception error)
    {
        notice($"A request failed: {error}");
        return new("InternalFailure", error.Message, StatusCodes.Status500InternalServerError);
    }
}
