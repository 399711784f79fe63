using System.Net;
using Local.ConsolePage;
using Local.Protocol;
using Local.Serve.Http;
using Local.Serve.Live;
using Local.Services;
using LoopbackWeb;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Local.Serve;

/// <summary>The HTTP server over the local services: AWS's APIs, live events and the console's page, on 127.0.0.1 alone.</summary>
internal sealed class Server : IAsyncDisposable
{
    // The largest request is PutRecordBatch: 4 MiB of records, in base64.
    private const long LargestBody = 8 * 1024 * 1024;

    // Bytes a second: who is on this machine sends a hundred times as fast.
    private const double SlowestBody = 256 * 1024;

    // Connections whose place was given to others, until they are closed.
    private const int MostClosing = 1_000;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(15);

    private readonly WebApplication app;
    private readonly ServedStage stage;
    private readonly RequestLimits limits;
    private readonly CancellationTokenSource stopping;

    private Server(WebApplication app, ServedStage stage, RequestLimits limits, CancellationTokenSource stopping) =>
        (this.app, this.stage, this.limits, this.stopping) = (app, stage, limits, stopping);

    public Uri Address => new(app.Urls.Single());

    /// <summary>The names of all operations, as <c>X-Amz-Target</c> has them.</summary>
    public IEnumerable<string> Operations => stage.Operations.Keys;

    /// <summary>Opens the port, then goes on with what the last process left behind.</summary>
    /// <param name="notice">Is told, in a sentence, what whoever started the server should know.</param>
    /// <exception cref="ServeException">The port is taken.</exception>
    /// <exception cref="Kafka.KafkaException">The Kafka cluster that is asked for cannot be used.</exception>
    public static async Task<Server> StartAsync(Stage stage, ServeOptions options, Action<string> notice, CancellationToken cancellation)
    {
        var connections = new Connections(options.Limits.Connections);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Use(next => connection => connections.RunAsync(connection, next)));
            Bound(kestrel, options.Limits);
        });
        var app = builder.Build();
        var stopping = new CancellationTokenSource();
        var limits = new RequestLimits(options.Limits);
        var served = new ServedStage(stage, options.Limits, notice, queue => $"{app.Urls.Single()}/{LocalAccount.Id}/{queue}");

        // Live events wait for the most part: their connection counts as idle, and a browser comes back by itself.
        app.Use((context, next) => context.Request.Path == LiveEndpoint.Path ? next(context) : connections.RunAsync(context, next));
        Map(app, stage, served, limits, notice, stopping.Token);
        PageEndpoint.Map(app, stage, () => served.Mappings, cancellation => served.TopicsAsync(cancellation), served.SendWaveAsync);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException error)
        {
            await served.DisposeAsync();
            await app.DisposeAsync();
            await limits.DisposeAsync();
            stopping.Dispose();
            throw new ServeException(
                $"Port {options.Port} of 127.0.0.1 is taken by another program. End that, or name another port with --port.", error);
        }

        var server = new Server(app, served, limits, stopping);
        try
        {
            await served.StartAsync(options);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends: no request is under way any more, and executions are left for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1)))
        {
            await app.StopAsync(patience.Token);
        }

        await app.DisposeAsync();
        await stage.DisposeAsync();
        await limits.DisposeAsync();
        stopping.Dispose();
    }

    private static void Bound(KestrelServerOptions kestrel, ServeLimits limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections + MostClosing;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new(SlowestBody, limits.BodyGrace);
    }

    private static void Map(
        WebApplication app, Stage services, ServedStage stage, RequestLimits limits, Action<string> notice, CancellationToken stopping)
    {
        var kinesis = new KinesisEndpoint(() => services.Kinesis, limits, stage.NewId, notice, stopping);
        app.Use((context, next) =>
        {
            SecurityHeaders.AddTo(context.Response);

            // A preflight allows nothing here: what a page of elsewhere sends after it is refused below.
            if (KinesisEndpoint.IsPreflight(context.Request))
            {
                return kinesis.AnswerPreflight(context);
            }

            if (LoopbackGuard.Refusal(context.Request) is { } reason)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return context.Response.WriteAsync(reason);
            }

            // Otherwise the request would be answered from deleted files that are still open, and its effect would be lost.
            return services.Folder.IsThere || (HttpMethods.IsGet(context.Request.Method) && ConsoleFiles.All.Find(context.Request.Path) is not null)
                ? next(context)
                : AwsEndpoint.FailAsync(context, $"The data folder '{services.Root}' is gone. End serve, put the folder back, and start again.");
        });
        var s3 = new S3Endpoint(services.Lake, limits, stage.NewId, notice);
        var unknown = new UnknownService(stage.NewId, notice);
        app.Use((context, next) => KinesisEndpoint.IsFor(context.Request) ? kinesis.RunAsync(context)
            : s3.IsFor(context.Request) ? s3.RunAsync(context)
            : UnknownService.IsFor(context.Request) ? unknown.RunAsync(context)
            : next(context));
        app.UseRouting();

        var aws = new AwsEndpoint(stage.Operations, limits, stage.NewId, notice, stopping);
        MappingEndpoint.Map(app, () => stage.Mappings, stage.NewId);
        app.MapPost("/{**path}", aws.RunAsync);
        app.MapGet(LiveEndpoint.Path, context => LiveEndpoint.WriteAsync(context, stage.Feed, stopping));
    }
}
