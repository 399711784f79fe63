using System.Net;
using System.Net.Sockets;
using Local.Tests.Cli;

namespace Local.Tests.Serve;

public sealed class PortTests
{
    [Fact]
    public async Task A_port_that_is_taken_is_told_in_a_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var program = new LocalProgram();

        var printed = await program.RunAsync("serve", "--port", $"{port}");

        Assert.Equal(
            (1, "", $"Port {port} of 127.0.0.1 is taken by another program. End that, or name another port with --port.\n"),
            (printed.ExitCode, printed.Output, printed.Error.ReplaceLineEndings("\n")));
    }
}
