using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Chaos.Runs;
using Local.Faults;
using Local.Names;
using Local.Services;
using Pricing;
using StatesLanguage;
using Tests.Shared;
using Workflow;

namespace Chaos.Prices;

/// <summary>Whatever fails on the way, and wherever the process dies, prices are those of a run in which nothing did.</summary>
public sealed partial class FaultyPricingTests
{
    private const string Name = "evening";
    private const string Input = $$"""{"hour":"{{Site.Day}}T22"}""";
    private const int RunsAtOnce = 6;

    // After so many attempts the faults are over: nobody waits for ever.
    private const int FaultyAttempts = 4;

    private static readonly string[] Calls = ["athena", "dynamodb", "lambda", "s3", "sfn"];

    public static IEnumerable<string> Tasks => TaskName().Matches(ProductMachine.Pricing.Definition).Select(match => match.Groups["name"].Value);

    [Fact]
    public async Task Faults_in_every_service_change_no_price()
    {
        using var stores = await Site.CreateAsync(stores: 10, products: 30);
        using var whole = stores.Copy();
        var expected = await PricesAsync(whole, faults: null, seed: 0);
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(Length.FirstSeed, Length.FaultyRuns / 3),
            new ParallelOptions { MaxDegreeOfParallelism = RunsAtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (seed, _) =>
            {
                using var site = stores.Copy();
                var faults = FaultsOf(seed);
                if (await PricesAsync(site, faults, seed) != expected)
                {
                    wrong.Add($"--faults {faults} gives other prices.");
                }
            });

        Assert.Equal(300, expected.Split('\n').Length);
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Wherever_the_process_dies_a_redrive_sets_the_same_prices()
    {
        using var stores = await Site.CreateAsync(stores: 10, products: 30);
        using var whole = stores.Copy();
        var expected = await PricesAsync(whole, faults: null, seed: 0);

        Assert.Equal(["FindFeatures", "ListFeatures", "PlanPrices", "CountPrices"], Tasks);
        foreach (var task in Tasks)
        {
            using var site = stores.Copy();
            Assert.Equal(137, await LiveAsync(site, "start", "--machine", "Pricing", "--name", Name, "--input", Input, "--faults", $"crash@{task}=1"));
            Assert.Equal(0, await LiveAsync(site, "start", "--redrive", Name));
            await using var stage = Open(site, faults: null, seed: 0);
            Assert.Equal(expected, await PricesAsync(stage));
        }
    }

    private static string FaultsOf(int seed)
    {
        var random = new Random(seed);
        return string.Join(',', Calls.Select(call => string.Create(
            CultureInfo.InvariantCulture, $"{call}={(random.Next(4) == 0 ? 0.6 : 0.3 * random.NextDouble()):0.00}")));
    }

    /// <summary>As an operator brings it to its end: redriven until it succeeds.</summary>
    private static async Task<string> PricesAsync(Site site, string? faults, int seed)
    {
        Local.StepFunctions.Execution? execution = null;
        for (var attempt = 1; execution?.Status != ExecutionStatus.Succeeded; attempt++)
        {
            Assert.True(attempt <= FaultyAttempts + 1, $"--faults {faults}: {execution?.Error}: {execution?.Cause}");
            await using var stage = Open(site, attempt <= FaultyAttempts ? faults : null, (seed * 100) + attempt);
            using var stepFunctions = stage.StepFunctions();
            execution = execution is null
                ? await stepFunctions.RunAsync(
                    ProductMachine.Pricing, LocalNames.DefinitionOf(ProductMachine.Pricing), Name, Input, NoHistory.Instance, TestContext.Current.CancellationToken)
                : await stepFunctions.GoOnAsync(stage.Executions.Describe(execution.ExecutionArn), NoHistory.Instance, TestContext.Current.CancellationToken);
        }

        await using var last = Open(site, faults: null, seed);
        return await PricesAsync(last);
    }

    private static async Task<string> PricesAsync(Stage stage)
    {
        var rows = await stage.Prices.ScanAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        return string.Join('\n', rows.Select(PriceRow.Read).Select(row => $"{row}").Order(StringComparer.Ordinal));
    }

    private static Stage Open(Site site, string? faults, int seed) => Stage.Open(
        site.Data, new ImpatientTime(TimeSpan.FromSeconds(3)), new Random(seed), faults is null ? null : new(FaultSpec.Parse($"{faults},seed={seed}"), () => { }));

    private static async Task<int> LiveAsync(Site site, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Local.dll"), .. arguments, "--data", site.Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    [GeneratedRegex("\"(?<name>\\w+)\": \\{\\s*\"Type\": \"Task\"")]
    private static partial Regex TaskName();
}
