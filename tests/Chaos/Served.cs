using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Local.Athena;
using Local.Serve;
using Local.Serve.Http;
using Local.Services;
using Tests.Shared;

namespace Chaos;

/// <summary>The program's server on a data folder of its own, on a port that is free.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly TemporaryFolder? folder;
    private readonly Stage stage;
    private readonly Server server;
    private readonly HttpClient client;
    private bool isStopped;

    private Served(TemporaryFolder? folder, Stage stage, Server server, ConcurrentQueue<string> notices)
    {
        (this.folder, this.stage, this.server, Notices) = (folder, stage, server, notices);

        // An event stream that was looked at is let go at once, not read on for a while.
        client = new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = server.Address };
    }

    public Uri Address => server.Address;

    public IEnumerable<string> Operations => server.Operations;

    public string Data => stage.Root;

    /// <summary>What the data folder lies in.</summary>
    public string Folder => Path.GetDirectoryName(Data)!;

    /// <summary>What the server said of its own accord: a fault of the program is among it.</summary>
    public ConcurrentQueue<string> Notices { get; }

    /// <param name="data">The data folder; null: one that is gone afterwards.</param>
    /// <param name="processes">Run queries; null: this process does.</param>
    public static async Task<Served> StartAsync(ServeLimits? limits = null, string? data = null, QueryProcessOptions? processes = null)
    {
        var folder = data is null ? new TemporaryFolder() : null;
        var notices = new ConcurrentQueue<string>();
        var stage = Stage.Open(data ?? folder!["data"], TimeProvider.System, new Random(1), notice: notices.Enqueue);
        stage.QueryProcesses = processes;
        var server = await Server.StartAsync(
            stage, new(Port: 0, RunsTrucks: false) { Limits = limits ?? new() }, notices.Enqueue, TestContext.Current.CancellationToken);
        return new(folder, stage, server, notices);
    }

    /// <summary>Calls an operation of the AWS JSON protocol.</summary>
    /// <returns>The status and the answer.</returns>
    public async Task<(int Status, string Answer)> CallAsync(string operation, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Headers.Add("X-Amz-Target", operation);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-amz-json-1.0");
        if (operation.StartsWith("Kinesis_", StringComparison.Ordinal))
        {
            // Kinesis asks for a signature in form, and knows one version of the protocol.
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-amz-json-1.1");
            SignInForm(request);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Signs a request of Kinesis, which looks at the form of a signature and no further.</summary>
    public static void SignInForm(HttpRequestMessage request)
    {
        request.Headers.Add("X-Amz-Date", "20261126T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=chaos/20261126/us-east-1/kinesis/aws4_request, SignedHeaders=host;x-amz-date, Signature=0");
    }

    public async Task<(int Status, string Answer)> GetAsync(string path)
    {
        using var response = await client.GetAsync(
            new Uri(server.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }),
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken);
        var isEventStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        return ((int)response.StatusCode, isEventStream ? "" : await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Ends the server as Ctrl+C does; the data stays to be looked at.</summary>
    public async Task StopAsync()
    {
        if (isStopped)
        {
            return;
        }

        isStopped = true;
        await server.DisposeAsync();
        await stage.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await StopAsync();
        folder?.Dispose();
    }
}
