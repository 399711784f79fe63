using System.Net.Sockets;
using System.Text;
using Local.Serve.Http;

namespace Chaos.Hostile;

/// <summary>Clients that open connections and ask nothing, or never finish: a page and a program find a place beside them.</summary>
public sealed class ConnectionTests
{
    private const int Most = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Endless: ")]
    [InlineData("GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    public async Task A_crowd_that_holds_connections_closes_out_nobody(string sent)
    {
        await using var served = await Served.StartAsync(new ServeLimits { Connections = Most });
        var crowd = new List<Socket>();
        try
        {
            for (var i = 0; i < 5 * Most; i++)
            {
                crowd.Add(await OpenAsync(served.Address, sent));
            }

            Assert.Equal(200, (await served.GetAsync("/")).Status);
            Assert.Equal(200, (await served.CallAsync("AWSStepFunctions.ListStateMachines", "{}")).Status);
        }
        finally
        {
            crowd.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task A_request_under_way_keeps_its_connection()
    {
        await using var served = await Served.StartAsync(new ServeLimits { Connections = Most });
        var queue = $"{served.Address}000000000000/DeliveryQueue";
        var waiting = served.CallAsync("AmazonSQS.ReceiveMessage", $$"""{"QueueUrl":"{{queue}}","WaitTimeSeconds":20}""");
        Assert.Equal(200, (await served.CallAsync("AWSStepFunctions.ListStateMachines", "{}")).Status);
        var crowd = new List<Socket>();
        try
        {
            for (var i = 0; i < 3 * Most; i++)
            {
                crowd.Add(await OpenAsync(served.Address, ""));
            }

            Assert.Equal(200, (await served.CallAsync("AmazonSQS.SendMessage", $$"""{"QueueUrl":"{{queue}}","MessageBody":"here"}""")).Status);
            Assert.Contains("here", (await waiting).Answer, StringComparison.Ordinal);
        }
        finally
        {
            crowd.ForEach(socket => socket.Dispose());
        }
    }

    [Theory]
    [InlineData("X-Amz-Target: AmazonSQS.ListQueues\r\nContent-Type: application/x-amz-json-1.0")]
    [InlineData("X-Amz-Target: Kinesis_20131202.ListStreams\r\nContent-Type: application/x-amz-json-1.1")]
    public async Task A_body_that_trickles_is_given_up(string headers)
    {
        await using var served = await Served.StartAsync(new ServeLimits { BodyGrace = TimeSpan.FromSeconds(1.5) });
        using var socket = await OpenAsync(served.Address, $"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\nContent-Length: 1000000\r\n\r\n");

        // Five kilobytes a second, for as long as nobody answers.
        var given = Enumerable.Range(0, 100).TakeWhile(_ => !socket.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectRead))
            .Sum(_ => socket.Send(new byte[512]));

        Assert.InRange(given, 1, 30_000);
        Assert.Empty(served.Notices);
        Assert.Equal(200, (await served.CallAsync("AmazonSQS.ListQueues", "{}")).Status);
    }

    private static async Task<Socket> OpenAsync(Uri server, string sent)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Host, server.Port, Cancellation);
        if (sent.Length > 0)
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(sent), Cancellation);
        }

        return socket;
    }
}
