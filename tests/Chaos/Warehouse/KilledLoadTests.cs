using System.Diagnostics;
using Chaos.Runs;

namespace Chaos.Warehouse;

/// <summary>The program killed in the middle of a load, at each of its tasks, and started again.</summary>
public sealed class KilledLoadTests
{
    private const int KilledExit = 128 + 9;

    [Theory]
    [InlineData("ListFiles")]
    [InlineData("FindLoaded")]
    [InlineData("DescribeStatement")]
    [InlineData("ReadLoaded")]
    [InlineData("WriteManifest")]
    [InlineData("Load")]
    public async Task A_load_that_is_killed_goes_on_and_every_event_is_there_once(string task)
    {
        using var copy = await Site.CreateAsync(stores: 4, products: 10);
        var site = new WarehouseSite(copy, 1);

        Assert.Equal(KilledExit, (await RunAsync(site, "warehouse", "load", "--name", "killed", "--faults", $"crash@{task}=1")).ExitCode);
        var (exitCode, said) = await RunAsync(site, "start", "--redrive", "killed");
        Assert.True(exitCode == 0, said);

        await using var stage = site.Open();
        Assert.Empty(await WarehouseSite.DisagreementsAsync(stage));
        Assert.Equal("1", (await WarehouseSite.AskAsync(stage, "SELECT count(*) FROM loads"))[0][0]);
    }

    [Fact]
    public async Task A_load_that_is_killed_at_any_time_loses_and_doubles_nothing()
    {
        using var copy = await Site.CreateAsync(stores: 10, products: 40);
        var site = new WarehouseSite(copy, 1);
        var random = new Random(Length.FirstSeed);
        for (var life = 0; life < 3; life++)
        {
            await RunAsync(site, TimeSpan.FromMilliseconds(random.Next(700, 4_000)), "warehouse", "load");
        }

        var (exitCode, said) = await RunAsync(site, "warehouse", "load", "--output", "json");

        Assert.True(exitCode == 0, said);
        await using var stage = site.Open();
        Assert.Empty(await WarehouseSite.DisagreementsAsync(stage));
    }

    private static Task<(int ExitCode, string Said)> RunAsync(WarehouseSite site, params string[] arguments) => RunAsync(site, Timeout.InfiniteTimeSpan, arguments);

    private static async Task<(int ExitCode, string Said)> RunAsync(WarehouseSite site, TimeSpan life, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Local.dll"), .. arguments, "--data", site.Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var death = new CancellationTokenSource(life);
        await process.WaitForExitAsync(death.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        return (process.ExitCode, $"{await error}{await output}");
    }
}
