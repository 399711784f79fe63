using Local.Cli;
using Tests.Shared;

namespace Chaos;

/// <summary>The program's command line on a data folder.</summary>
internal sealed class LocalProgram(string data)
{
    public string Data => data;

    public async Task<Printed> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(output, error, Stream.Null, IsInteractive: false) { Clock = new ImpatientTime(TimeSpan.FromSeconds(3)) };
        var exitCode = await CommandLine.RunAsync([.. arguments, "--data", data], terminal, TestContext.Current.CancellationToken);
        return new(exitCode, output.ToString(), error.ToString());
    }

    public async Task<string> SucceedAsync(params string[] arguments)
    {
        var printed = await RunAsync(arguments);
        Assert.Equal((0, ""), (printed.ExitCode, printed.ExitCode == 0 ? "" : printed.Error + printed.Output));
        return printed.Output;
    }
}

internal sealed record Printed(int ExitCode, string Output, string Error);
