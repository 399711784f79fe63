using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using LoopbackWeb;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RealTime.Alerts;
using RealTime.Fleet;
using RealTime.Tables;

namespace StoreApp.Fleet;

/// <summary>
/// The page of the fleet on 127.0.0.1, over a deployed stack's tables and routes: the same page, and the same requests of it, as in
/// the console of the local stage.
/// </summary>
internal sealed class FleetServer : IAsyncDisposable
{
    // The page's largest request asks for a hundred rows by their keys.
    private const long LargestBody = 256 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly WebApplication app;
    private readonly CancellationTokenSource stopping;

    private FleetServer(WebApplication app, CancellationTokenSource stopping) => (this.app, this.stopping) = (app, stopping);

    public Uri Address => new(app.Urls.Single());

    /// <param name="port">0: any that is free.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<FleetServer> StartAsync(FleetSources sources, int port, CancellationToken cancellation)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "console");
        var files = new PageFiles(
            Path.Combine(folder, "live-map.html"), ("/console/", folder), ("/console/drawing/", Path.Combine(AppContext.BaseDirectory, "drawing")));
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var app = builder.Build();
        var stopping = new CancellationTokenSource();
        app.Use((context, next) =>
        {
            SecurityHeaders.AddTo(context.Response);
            if (LoopbackGuard.Refusal(context.Request) is { } reason)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return context.Response.WriteAsync(reason);
            }

            return next(context);
        });
        app.UseRouting();
        app.MapGet("/", files.SendAsync);
        app.MapGet("/console/{**file}", files.SendAsync);
        app.MapGet("/events", context => BeThereAsync(context, stopping.Token));
        app.MapPost("/", context => AnswerAsync(context, async () => await sources.Tables.AnswerAsync(
            context.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1], await ReadAsync(context), context.RequestAborted)));
        app.MapGet("/console/api/route", context => AnswerAsync(context, async () => await RouteAsync(sources.Routes, context)));
        app.MapPost("/console/api/acknowledge", context => AnswerAsync(context, async () => await AcknowledgeAsync(sources, context)));
        try
        {
            await app.StartAsync(cancellation);
            return new(app, stopping);
        }
        catch (IOException error)
        {
            await app.DisposeAsync();
            stopping.Dispose();
            throw new IOException($"Port {port} of 127.0.0.1 is taken by another program. End that, or name another port with --port.", error);
        }
        catch
        {
            await app.DisposeAsync();
            stopping.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await app.DisposeAsync();
        stopping.Dispose();
    }

    /// <summary>A stream of events that has but one, so that a page sees when the server goes and when it is back.</summary>
    private static async Task BeThereAsync(HttpContext context, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync("event: ready\ndata: {}\n\n", ended.Token);
        await context.Response.Body.FlushAsync(ended.Token);
        var over = new TaskCompletionSource();
        await using var registration = ended.Token.Register(over.SetResult);
        await over.Task;
    }

    private static async Task<JsonObject> RouteAsync(IRoutes routes, HttpContext context) =>
        await routes.FindAsync(context.Request.Query["id"].ToString(), context.RequestAborted) is { } route
            ? JsonSerializer.SerializeToNode(route, Json)!.AsObject()
            : [];

    private static async Task<JsonObject> AcknowledgeAsync(FleetSources sources, HttpContext context)
    {
        var id = (string?)(await ReadAsync(context))["id"] ?? throw new FormatException("The id of the alert is missing.");
        var found = await Acknowledgement.WriteAsync(sources.Alerts, id, Environment.UserName, sources.Clock.GetUtcNow(), context.RequestAborted);
        return new() { ["found"] = found };
    }

    private static async Task<JsonObject> ReadAsync(HttpContext context) =>
        await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject
        ?? throw new FormatException("The request is no JSON object.");

    private static async Task AnswerAsync(HttpContext context, Func<Task<JsonObject>> answer)
    {
        var body = await AnswerOrRefusalAsync(context, answer);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private static async Task<JsonObject> AnswerOrRefusalAsync(HttpContext context, Func<Task<JsonObject>> answer)
    {
        try
        {
            return await answer();
        }
        catch (Exception error) when (Refusal(error) is { } refused)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return new() { ["__type"] = refused.Code, ["message"] = refused.Sentence };
        }
    }

    private static (string Code, string Sentence)? Refusal(Exception error) => error switch
    {
        FormatException or JsonException => ("ValidationException", error.Message),
        TableBusyException => ("ThrottlingException", error.Message),
        AmazonServiceException service => (service.ErrorCode, AwsFailure.Sentence(service)),
        _ when AwsFailure.Explains(error) => ("ServiceUnavailable", AwsFailure.Sentence(error)),
        _ => null,
    };
}
