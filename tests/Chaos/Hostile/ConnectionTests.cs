using System.Net.Sockets;
using System.Text;
using Local.Serve;

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
