using System.Text.Json;
using JsonValues;
using Kinesis.Mappings;
using Local.Dispatching;
using Local.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Local.ConsolePage;

/// <summary>
/// <c>GET /</c> and <c>/console/…</c>: the console's files, and under <c>/console/api/</c> what it asks besides AWS's operations.
/// No GET changes anything; what does is a POST, whose arguments are members of a JSON object or parameters of the query.
/// </summary>
internal static class PageEndpoint
{
    private delegate Task<PageAnswer?> Ask(string question, Func<string, string?> argument, CancellationToken cancellation);

    public static void Map(
        IEndpointRouteBuilder routes, Stage stage, Func<EventSourceMappings> mappings, AskTopics topics, Func<CancellationToken, Task<PassResult>> sendWave)
    {
        var data = new PageData(stage, mappings, topics, sendWave);
        routes.MapGet("/", ConsoleFiles.All.SendAsync);
        routes.MapGet("/console/{**file}", ConsoleFiles.All.SendAsync);
        routes.MapGet("/console/api/{question}", context => AnswerAsync(context, data.AnswerAsync, name => context.Request.Query[name]));
        routes.MapPost("/console/api/{question}", async context => await AnswerAsync(context, data.ChangeAsync, await ArgumentsAsync(context.Request)));
    }

    private static async Task SendAsync(HttpContext context, PageAnswer answer)
    {
        await using (answer)
        {
            context.Response.ContentType = answer.ContentType;
            context.Response.ContentLength = answer.Body.Length;
            await answer.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    private static async Task<Func<string, string?>> ArgumentsAsync(HttpRequest request)
    {
        if (request.ContentLength is null or 0)
        {
            return name => request.Query[name];
        }

        try
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            var arguments = Json.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
            return name => arguments.FindText(name);
        }
        catch (JsonException)
        {
            return _ => null;
        }
    }

    private static async Task AnswerAsync(HttpContext context, Ask ask, Func<string, string?> argument)
    {
        var question = (string)context.Request.RouteValues["question"]!;
        PageAnswer? answer;
        try
        {
            answer = await ask(question, argument, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error) when (AwsError.Of(error) is { } refused)
        {
            context.Response.StatusCode = refused.Status;
            answer = PageAnswer.Of(JsonObject.Of(("__type", refused.Code), ("message", refused.Message)));
        }

        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await SendAsync(context, answer);
    }
}
