using System.Globalization;
using System.Net;
using System.Xml;

namespace Local.Tests.Kinesis;

/// <summary>The machine's clock, moved forward by whoever posts an ISO 8601 duration to <see cref="Address"/>.</summary>
internal sealed class MovedTime : TimeProvider, IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Task answering;
    private long moved;

    public MovedTime()
    {
        Address = $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        answering = AnswerAsync();
    }

    public string Address { get; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref moved));

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await answering;
    }

    private static int FreePort()
    {
        using var socket = new global::System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private async Task AnswerAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new StreamReader(context.Request.InputStream);
            Interlocked.Add(ref moved, XmlConvert.ToTimeSpan(await body.ReadToEndAsync()).Ticks);
            context.Response.Close();
        }
    }
}
