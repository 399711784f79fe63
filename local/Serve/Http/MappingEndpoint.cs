using System.Text.Json;
using JsonValues;
using Kinesis.Mappings;
using Local.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Local.Serve.Http;

/// <summary>Lambda's REST API of event source mappings. Signatures are not looked at.</summary>
internal sealed class MappingEndpoint(Func<EventSourceMappings> mappings, Func<string> newId)
{
    public const string Path = "/2015-03-31/event-source-mappings";
    private const string One = $"{Path}/{{id}}";

    public static void Map(WebApplication app, Func<EventSourceMappings> mappings, Func<string> newId)
    {
        var endpoint = new MappingEndpoint(mappings, newId);
        app.MapPost(Path, endpoint.CreateAsync);
        app.MapGet(Path, endpoint.ListAsync);
        app.MapGet(One, endpoint.GetAsync);
        app.MapPut(One, endpoint.UpdateAsync);
        app.MapDelete(One, endpoint.DeleteAsync);
    }

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private Task CreateAsync(HttpContext context) => AnswerAsync(context, StatusCodes.Status202Accepted, async () =>
    {
        using var body = await ReadAsync(context.Request);
        return await mappings().CreateAsync(body.RootElement);
    });

    private Task UpdateAsync(HttpContext context) => AnswerAsync(context, StatusCodes.Status202Accepted, async () =>
    {
        using var body = await ReadAsync(context.Request);
        return await mappings().UpdateAsync(Id(context), body.RootElement);
    });

    private Task DeleteAsync(HttpContext context) =>
        AnswerAsync(context, StatusCodes.Status202Accepted, () => mappings().DeleteAsync(Id(context)));

    private Task GetAsync(HttpContext context) =>
        AnswerAsync(context, StatusCodes.Status200OK, () => Task.FromResult(mappings().Get(Id(context))));

    private Task ListAsync(HttpContext context) => AnswerAsync(context, StatusCodes.Status200OK, () => Task.FromResult(
        mappings().List(context.Request.Query["FunctionName"], context.Request.Query["EventSourceArn"])));

    private static async Task<JsonDocument> ReadAsync(HttpRequest request)
    {
        try
        {
            var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object ? body : throw new JsonException("It is no object.");
        }
        catch (JsonException error)
        {
            throw new MappingException(
                StatusCodes.Status400BadRequest, "InvalidRequestContentException", $"Could not parse request body into json: {error.Message}");
        }
    }

    private async Task AnswerAsync(HttpContext context, int status, Func<Task<ReadOnlyMemory<byte>>> run)
    {
        var response = context.Response;
        response.Headers["x-amzn-RequestId"] = newId();
        response.ContentType = "application/json";
        try
        {
            var body = await run();
            response.StatusCode = status;
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
        catch (MappingException error)
        {
            await FailAsync(response, error);
        }
        catch (DataFolderException error)
        {
            await FailAsync(response, new(StatusCodes.Status503ServiceUnavailable, "ServiceException", error.Message));
        }
        catch (InvalidOperationException error)
        {
            // A member of another JSON type than the API's.
            await FailAsync(response, new(StatusCodes.Status400BadRequest, "SerializationException", error.Message));
        }
    }

    private static Task FailAsync(HttpResponse response, MappingException error)
    {
        response.StatusCode = error.Status;
        response.Headers["x-amzn-ErrorType"] = error.Code;
        return response.WriteAsync(JsonObject.Of(("Type", "User"), ("message", error.Message)).ToString());
    }
}
