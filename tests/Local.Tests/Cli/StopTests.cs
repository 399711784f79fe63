using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Local.Tests.Cli;

/// <summary>Ctrl+C and SIGTERM: one sentence, an exit code that tells which it was, and a data folder that is whole.</summary>
public sealed class StopTests : IDisposable
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private const string Waits = """
        {"StartAt":"Begin","States":{"Begin":{"Type":"Pass","Next":"Wait"},"Wait":{"Type":"Wait","Seconds":86400,"End":true}}}
        """;

    private readonly LocalProgram program = new();

    [Fact(Timeout = 60_000)]
    public async Task Stores_that_are_stopped_leave_no_reading_in_the_lake()
    {
        var stopped = await StopAsync(Terminate, "200 stores with", "", "stores", "--stores", "200", "--products", "1000", "--days", "3650");

        Assert.Equal(new(143, "Stopped. Nothing of the readings is in the lake. Run it again.\n"), stopped);
        Assert.Empty(Directory.EnumerateFiles(program.Data, "*.parquet", SearchOption.AllDirectories));
        Assert.Equal(0, (await program.RunAsync("stores", "--stores", "2", "--products", "2")).ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_demo_ends_on_a_signal()
    {
        var stopped = await StopAsync(Terminate, "Stores send their readings", "", "--stores", "200", "--products", "1000", "--days", "3650");

        Assert.Equal(new(143, "Stopped. The demo begins anew when it runs again.\n"), stopped);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_execution_that_is_stopped_is_kept()
    {
        var stopped = await StopAsync(Terminate, "✓ Begin", "", "start", "--name", "long", "--definition", program.Write("waits.asl.json", Waits));

        Assert.Equal(new(143, "Stopped. An execution that had begun is kept, and goes on with: start --redrive latest\n"), stopped);
        Assert.Equal(0, (await program.RunAsync("graph", "long", "-o", program["long.mmd"])).ExitCode);
        Assert.Contains("Wait", await File.ReadAllTextAsync(program["long.mmd"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_ends_on_a_signal()
    {
        var stopped = await StopAsync(Terminate, "Ctrl+C ends it", "", "serve", "--port", "0");

        Assert.Equal(new(143, "Stopped. Executions under way go on at the next start.\n"), stopped);
    }

    [Fact(Timeout = 60_000)]
    public async Task Standard_input_that_does_not_end_holds_nobody_up()
    {
        Assert.SkipWhen(IsIgnored(Interrupt), "Whoever started the tests ignores SIGINT, and so does each program that they start.");

        // More than a pipe holds: when it is written, somebody reads.
        var stopped = await StopAsync(Interrupt, "", new string('\n', 1_000_000), "ingest", "-");

        Assert.Equal(new(130, "Stopped. Nothing of the file that was being read is in the lake. Run it again.\n"), stopped);
    }

    [Fact]
    public async Task Every_command_that_takes_a_while_can_be_stopped()
    {
        await program.StoresAsync();
        await program.StartAsync();
        await program.JsonAsync("trucks");
        var file = program.Write("one.jsonl", "{}");
        string[][] commands =
        [
            ["stores"], ["ingest", file], ["start", "--input", $$"""{"asOf":"{{LocalProgram.Day}}"}"""], ["drive"], ["visits"], ["minutes"], ["alerts"], ["serve", "--port", "0"], [],
            ["query", "SELECT * FROM inventory"], ["warehouse", "load"], ["prices", "simulate"],
            ["start", "--machine", "Pricing", "--input", $$"""{"hour":"{{LocalProgram.Day}}T22"}"""],
        ];

        foreach (var command in commands)
        {
            var printed = await program.StoppedAsync(command);

            Assert.True(
                printed.ExitCode == 130 && printed.Error.StartsWith("Stopped. ", StringComparison.Ordinal) && printed.Error.Count(c => c == '\n') == 1,
                $"{string.Join(' ', command)}: {printed}");
        }
    }

    [Fact]
    public async Task Trucks_that_are_stopped_leave_their_requests_on_the_queue()
    {
        await program.StoresAsync();
        await program.StartAsync();

        var stopped = await program.StoppedAsync("trucks");
        var after = await program.JsonAsync("trucks");

        Assert.Equal((130, "Stopped. What was dispatched is kept, and the rest is on the queue. Run it again."), (stopped.ExitCode, stopped.Error.TrimEnd()));
        Assert.True(after["lines"]!.GetValue<int>() > 0);
    }

    public void Dispose() => program.Dispose();

    private async Task<Stopped> StopAsync(int signal, string awaited, string input, params string[] args)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends no signals.");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Local.dll"), .. args, "--data", program.Data])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        try
        {
            var cancellation = TestContext.Current.CancellationToken;
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            await process.StandardInput.FlushAsync(cancellation);
            var seen = awaited;
            while (awaited.Length > 0 && seen is not null)
            {
                seen = await process.StandardOutput.ReadLineAsync(cancellation);
                if (seen?.Contains(awaited, StringComparison.Ordinal) == true)
                {
                    break;
                }
            }

            Assert.True(seen is not null, $"It ended before it said '{awaited}': {(seen is null ? await error : "")}");
            await KillAsync(process, signal, cancellation);
            await process.WaitForExitAsync(cancellation);
            return new(process.ExitCode, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static bool IsIgnored(int signal) => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
        && ((ulong.Parse(ignored[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1)) & 1) == 1;

    private static async Task KillAsync(Process process, int signal, CancellationToken cancellation)
    {
        using var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {process.Id}")]);
        await kill.WaitForExitAsync(cancellation);
        Assert.Equal(0, kill.ExitCode);
    }

    private sealed record Stopped(int ExitCode, string Error);
}
