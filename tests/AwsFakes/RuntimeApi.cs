using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace AwsFakes;

/// <summary>
/// What surrounds a function in Lambda, on loopback: the Runtime API that hands it events and takes its answers, and
/// the AWS services that it calls; every bucket of S3 is empty.
/// </summary>
public sealed class RuntimeApi : IAsyncDisposable
{
    private const string EmptyBucket = "<ListBucketResult><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>";

    private readonly HttpListener listener = new();
    private readonly Channel<string> events = Channel.CreateUnbounded<string>();
    private readonly Channel<Answer> answers = Channel.CreateUnbounded<Answer>();
    private readonly Operation services;
    private Task asking = Task.CompletedTask;

    public RuntimeApi(Operation? services = null)
    {
        this.services = services ?? ((name, _) => throw new ServiceException("UnknownOperationException", name));
        Address = $"127.0.0.1:{FreePort()}";
        listener.Prefixes.Add($"http://{Address}/");
        listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Host and port, as AWS_LAMBDA_RUNTIME_API has them.</summary>
    public string Address { get; }

    /// <summary>Hands the function an event.</summary>
    /// <returns>What it answers, or reports as its error.</returns>
    public async Task<Answer> InvokeAsync(string json, CancellationToken cancellation)
    {
        await events.Writer.WriteAsync(json, cancellation);
        return await answers.Reader.ReadAsync(cancellation);
    }

    /// <summary>Waits for the function's report that it cannot start.</summary>
    public async Task<Answer> InitErrorAsync(CancellationToken cancellation) => await answers.Reader.ReadAsync(cancellation);

    /// <summary>Ends the function's loop: its question for the next event fails.</summary>
    public async ValueTask DisposeAsync()
    {
        events.Writer.Complete();
        await asking;
        listener.Close();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var context = await listener.GetContextAsync();
            var answering = AnswerAsync(context);
            asking = IsNext(context.Request) ? answering : asking;
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        var (status, answer) = path switch
        {
            _ when context.Request.Headers["X-Amz-Target"] is { } target => Serve(target, body),
            _ when context.Request.QueryString["list-type"] == "2" => (200, EmptyBucket),
            _ when IsNext(context.Request) => await NextAsync(context.Response),
            _ => (202, Report(path[(path.LastIndexOf('/') + 1)..], body)),
        };
        var bytes = Encoding.UTF8.GetBytes(answer);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }

    private static bool IsNext(HttpListenerRequest request) =>
        request.Url!.AbsolutePath.EndsWith("/invocation/next", StringComparison.Ordinal);

    private async Task<(int Status, string Body)> NextAsync(HttpListenerResponse response)
    {
        if (!await events.Reader.WaitToReadAsync())
        {
            return (500, "");
        }

        response.Headers["Lambda-Runtime-Aws-Request-Id"] = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
        response.Headers["Lambda-Runtime-Deadline-Ms"] =
            TimeProvider.System.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-west-1:123456789012:function:test";
        return (200, await events.Reader.ReadAsync());
    }

    private string Report(string kind, string body)
    {
        answers.Writer.TryWrite(new(kind, body));
        return """{"status": "OK"}""";
    }

    private (int Status, string Body) Serve(string target, string body)
    {
        try
        {
            return (200, services(AwsService.OperationOf(target), JsonNode.Parse(body)!.AsObject()).ToJsonString());
        }
        catch (ServiceException error)
        {
            return ((int)error.Status, new JsonObject { ["__type"] = error.Code, ["message"] = error.Message }.ToJsonString());
        }
    }

    /// <param name="Kind"><c>response</c> or <c>error</c>.</param>
    public sealed record Answer(string Kind, string Body);
}
