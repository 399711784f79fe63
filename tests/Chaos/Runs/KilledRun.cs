using System.Diagnostics;
using System.Text.Json.Nodes;
using Chaos.Reading;

namespace Chaos.Runs;

/// <summary>The program as it is started from a shell, killed over and over, until its work is done nevertheless.</summary>
internal sealed class KilledRun(Site site, int seed)
{
    private const string Name = "killed";

    // What starts by itself takes this long at least; what lives longer has come to its end.
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(1_300);
    private const int Kills = 3;

    private readonly Random random = new(seed);

    public int Killed { get; private set; }

    /// <summary>What is wrong, in sentences.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var wrong = new List<string>();
        for (var life = 0; Status() != "SUCCEEDED"; life++)
        {
            await LiveAsync(life, [.. Status() is null ? StartArguments : ["start", "--redrive", Name], .. CrashAt(life, "PlanStores", "SendDeliveries", "FindLowStock", "CountShortages")]);
            wrong.AddRange(new Books(site.Data).Disagreements());
        }

        for (var life = 0; ; life++)
        {
            var hasEnded = await LiveAsync(life, ["trucks", .. CrashAt(life, "RecordDispatches", "SendDispatches", "MarkStreamed")]);
            wrong.AddRange(new Books(site.Data).Disagreements());
            if (hasEnded)
            {
                break;
            }
        }

        wrong.AddRange(new Books(site.Data).DisagreementsAtTheEnd());
        return [.. wrong.Distinct().Select(sentence => $"CHAOS_SEED={seed}: {sentence}")];
    }

    private static string[] StartArguments => ["start", "--name", Name, "--input", $$"""{"asOf":"{{Site.Day}}"}"""];

    // Half of the deaths come at a point where a call has had its effect and nobody knows, the others at any time.
    private string[] CrashAt(int life, params string[] points) => life < Kills && random.Next(2) == 0
        ? ["--faults", $"crash@{points[random.Next(points.Length)]}={random.Next(1, 4)}"]
        : [];

    private string? Status()
    {
        var file = Path.Combine(site.Data, "executions", "StorePlanning", Name, "execution.json");
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!["status"]!.GetValue<string>() : null;
    }

    /// <returns>Whether it came to its end by itself.</returns>
    private async Task<bool> LiveAsync(int life, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Local.dll"), .. arguments, "--data", site.Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var death = life < Kills ? new CancellationTokenSource(Life()) : new CancellationTokenSource();
        await process.WaitForExitAsync(death.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await output;
        if (process.ExitCode is not (0 or KilledExit))
        {
            throw new InvalidOperationException($"CHAOS_SEED={seed}: {string.Join(' ', arguments)} ended {process.ExitCode}: {await error}{await output}");
        }

        Killed += process.ExitCode == KilledExit ? 1 : 0;
        return process.ExitCode == 0;
    }

    private TimeSpan Life() => ShortestLife + (random.NextDouble() * (LongestLife - ShortestLife));

    private const int KilledExit = 128 + 9;
}
