using System.Diagnostics;

[assembly: AssemblyFixture(typeof(Tests.Shared.BrowserProcess))]

namespace Tests.Shared;

/// <summary>
/// The machine's own Chromium without a window: one process for a test assembly, started by the first test that wants a page
/// and ended after the last test.
/// </summary>
internal sealed class BrowserProcess : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome", "chrome.exe"];

    private readonly Lazy<Task<Running>> running = new(StartAsync);

    /// <summary>The path of a browser on PATH; null when there is none.</summary>
    public static string? Installed { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>The address of its DevTools protocol.</summary>
    public async Task<Uri> AddressAsync() => (await running.Value).Address;

    public async ValueTask DisposeAsync()
    {
        if (!running.IsValueCreated)
        {
            return;
        }

        var (process, profile, _) = await running.Value;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        try
        {
            profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A helper process of the browser may still hold a file of the profile, which is temporary anyway.
        }
    }

    private static async Task<Running> StartAsync()
    {
        const string Announcement = "DevTools listening on ";
        var profile = Directory.CreateTempSubdirectory("browser-");
        var process = Process.Start(new ProcessStartInfo(Installed!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding", "--remote-debugging-port=0",
            $"--user-data-dir={profile.FullName}", "about:blank",
        ])
        {
            RedirectStandardError = true,
        })!;
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync() ?? throw new InvalidOperationException("The browser ended before it listened.");
        }
        while (!line.StartsWith(Announcement, StringComparison.Ordinal));

        _ = process.StandardError.ReadToEndAsync();
        return new(process, profile, new(line[Announcement.Length..]));
    }

    private sealed record Running(Process Process, DirectoryInfo Profile, Uri Address);
}
