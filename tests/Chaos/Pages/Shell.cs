using System.Diagnostics;
using System.Text.RegularExpressions;
using Local.Cli;
using Tests.Shared;

namespace Chaos.Pages;

/// <summary>A terminal in an empty folder, where <c>local</c> is the program.</summary>
internal sealed partial class Shell : IAsyncDisposable
{
    private const string Local = "local ";
    private const string UsualAddress = "http://127.0.0.1:4566";

    private readonly TemporaryFolder folder = new();

    private CancellationTokenSource ctrlC = new();
    private Task serving = Task.CompletedTask;
    private string address = UsualAddress;

    /// <summary>Types a command and waits for its end.</summary>
    /// <returns>What stands on the terminal then, with paths as if it stood in the folder.</returns>
    public async Task<(int ExitCode, string Output)> TypeAsync(string command)
    {
        var (exitCode, output) = command.Replace(UsualAddress, address, StringComparison.Ordinal) switch
        {
            var serve when serve.EndsWith('&') => await ServeAsync(serve[Local.Length..^1]),
            "kill %1" => await StopServingAsync(),
            var local when local.StartsWith(Local, StringComparison.Ordinal) && Word().IsMatch(local) => await RunAsync(local[Local.Length..], new StringWriter { NewLine = "\n" }, new ImpatientTime()),
            var line => await BashAsync(line),
        };
        return (exitCode, output.Replace($"{folder.Root}/", "", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await StopServingAsync();
        ctrlC.Dispose();
        folder.Dispose();
    }

    // In this process, because many starts take long, as waiting for retries would; the folder is named, because a process
    // stands in only one.
    private async Task<(int ExitCode, string Output)> RunAsync(string arguments, TextWriter output, TimeProvider clock)
    {
        var terminal = new Terminal(output, output, Stream.Null, IsInteractive: false) { Clock = clock };
        var words = Words().Matches(arguments).Select(word => word.Value.Trim('\'')).Select(InFolder);
        return (await CommandLine.RunAsync([.. words, "--data", folder[".local"]], terminal, ctrlC.Token), $"{output}");
    }

    private string InFolder(string word) => FileName().IsMatch(word) ? folder[word] : word;

    private async Task<(int ExitCode, string Output)> ServeAsync(string arguments)
    {
        var output = new AddressWriter();
        serving = RunAsync($"{arguments} --port 0", TextWriter.Synchronized(output), TimeProvider.System);
        if (await Task.WhenAny(output.Address, serving) == serving)
        {
            return (1, $"{output}");
        }

        address = await output.Address;
        return (0, "");
    }

    private async Task<(int ExitCode, string Output)> StopServingAsync()
    {
        await ctrlC.CancelAsync();
        await serving;
        ctrlC.Dispose();
        ctrlC = new();
        return (0, "");
    }

    private async Task<(int ExitCode, string Output)> BashAsync(string line)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Local.dll");
        var start = new ProcessStartInfo("bash", ["-c", $"local() {{ dotnet '{program}' \"$@\"; }}\n{line}"])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in AwsCli.Environment)
        {
            start.Environment[name] = value;
        }

        using var bash = Process.Start(start)!;
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (bash.ExitCode, await output + await error);
    }

    // What takes no shell, and does not end its own process.
    [GeneratedRegex(@"^(?!.*crash@)([^|&;<>$`'""]|'[^']*')*$")]
    private static partial Regex Word();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Words();

    [GeneratedRegex(@"^[\w-]+\.(csv|html|jsonl|svg|mmd)$")]
    private static partial Regex FileName();

    /// <summary>Waits for the sentence that says where the server is.</summary>
    private sealed partial class AddressWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> found = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Address => found.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (Origin().Match(value ?? "") is { Success: true } origin)
            {
                found.TrySetResult(origin.Value);
            }
        }

        [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
        private static partial Regex Origin();
    }
}
