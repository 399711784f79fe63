using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace AwsFakes;

/// <summary>Answers one operation: its name, such as <c>PutItem</c>, and its input, to its output.</summary>
public delegate JsonObject Operation(string name, JsonObject input);

/// <summary>An error of a service, thrown by an <see cref="Operation"/>.</summary>
public sealed class ServiceException(string code, string message, HttpStatusCode status = HttpStatusCode.BadRequest, JsonObject? details = null)
    : Exception(message)
{
    public string Code { get; } = code;

    public HttpStatusCode Status { get; } = status;

    public JsonObject Details { get; } = details ?? [];
}

/// <summary>AWS's JSON protocol over an <see cref="Operation"/>, so that tests run the SDK's own clients to the wire.</summary>
public static class AwsService
{
    public static async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, Operation operation, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!request.Headers.TryGetValues("X-Amz-Target", out var targets))
        {
            return await InvokeAsync(request, operation, cancellation);
        }

        var target = targets.Single();
        var input = JsonNode.Parse(await request.Content!.ReadAsByteArrayAsync(cancellation))!.AsObject();
        try
        {
            return Json(HttpStatusCode.OK, operation(OperationOf(target), input));
        }
        catch (ServiceException error)
        {
            error.Details["__type"] = error.Code;
            error.Details["message"] = error.Message;
            return Json(error.Status, error.Details);
        }
    }

    // Lambda's Invoke is no call of the JSON protocol: the function is in the path, and the bodies are its event and its answer.
    private static async Task<HttpResponseMessage> InvokeAsync(HttpRequestMessage request, Operation operation, CancellationToken cancellation)
    {
        var input = new JsonObject
        {
            ["FunctionName"] = request.RequestUri!.Segments[^2].TrimEnd('/'),
            ["Payload"] = JsonNode.Parse(await request.Content!.ReadAsByteArrayAsync(cancellation)),
        };
        try
        {
            var answer = Json(HttpStatusCode.OK, operation("Invoke", input));
            if (input["FunctionError"] is { } error)
            {
                answer.Headers.Add("X-Amz-Function-Error", error.GetValue<string>());
            }

            return answer;
        }
        catch (ServiceException error)
        {
            var answer = Json(error.Status, new() { ["Message"] = error.Message });
            answer.Headers.Add("X-Amzn-ErrorType", error.Code);
            return answer;
        }
    }

    /// <param name="target">The header X-Amz-Target, such as <c>DynamoDB_20120810.PutItem</c>.</param>
    public static string OperationOf(string target) => target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static HttpResponseMessage Json(HttpStatusCode status, JsonObject body) =>
        new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.0") };
}
