using System.Diagnostics;

namespace Local.Tests.Serve;

/// <summary><c>serve</c> as a process of its own, that can be killed.</summary>
internal sealed class ServeProcess : IDisposable
{
    private readonly Process process;

    private ServeProcess(Process process, Uri address, bool goesOn) => (this.process, Address, GoesOn) = (process, address, goesOn);

    public Uri Address { get; }

    /// <summary>Whether it found executions that the last process had left unfinished.</summary>
    public bool GoesOn { get; }

    /// <summary>Bytes of memory that it has in use.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>The files of the libraries that it has loaded.</summary>
    public IReadOnlyList<string> Loaded
    {
        get
        {
            process.Refresh();
            return [.. process.Modules.Cast<ProcessModule>().Select(module => module.FileName)];
        }
    }

    /// <param name="data">The data folder.</param>
    /// <param name="port">0: one that is free.</param>
    /// <param name="more">Options.</param>
    /// <returns>Once it answers.</returns>
    public static async Task<ServeProcess> StartAsync(string data, int port, params string[] more)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Local.dll"), "serve", "--data", data, "--port", $"{port}", .. more])
        {
            RedirectStandardOutput = true,
        })!;
        var goesOn = false;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            goesOn |= line.StartsWith("Executions that the last run left unfinished go on", StringComparison.Ordinal);
            if (line.Split("http://") is [_, var address, ..])
            {
                // Nobody listens, but what it says from here must not block it.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new(process, new($"http://{address}"), goesOn);
            }
        }

        throw new InvalidOperationException($"serve ended with exit code {process.ExitCode} before it had a port.");
    }

    /// <summary>Ends it as kill -9 does, at once and without a word.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }
}
