using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Bench.EndToEnd;

/// <summary>Readings to dispatched trucks by the program's own commands, each beside the least it could take on this machine.</summary>
internal static class Pipeline
{
    private const string Header = """
        | Step | Seconds | CPU seconds | Peak memory | Floor | Floor's seconds | CPU seconds | Ratio | CPU ratio |
        |---|---:|---:|---:|---|---:|---:|---:|---:|
        """;

    public static async Task<int> RunAsync(Chain chain)
    {
        var files = new Files(Path.Combine(Path.GetTempPath(), $"bench-{Environment.ProcessId}"));
        Directory.CreateDirectory(files.Root);
        try
        {
            chain.WriteReadings(files.Readings, TimeProvider.System.GetUtcNow());
            chain.WriteReferenceData(files.Stores, files.Depots);
            Console.WriteLine(Invariant($"{chain.Stores:N0} stores, {chain.Products:N0} products, {chain.Readings:N0} readings, {new FileInfo(files.Readings).Length / 1e6:N0} MB of JSON Lines."));
            Console.WriteLine();
            Console.WriteLine(Header);
            for (var round = 0; round < chain.Repeat; round++)
            {
                await RoundAsync(chain, files);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(files.Root, recursive: true);
        }
    }

    private static async Task RoundAsync(Chain chain, Files files)
    {
        if (Directory.Exists(files.Data))
        {
            Directory.Delete(files.Data, recursive: true);
        }

        await LoadReferenceDataAsync(files);

        var copy = Measure("copy", files, ("rows", chain.Readings));
        var ingest = Measure("ingest", files, ("written", chain.Readings));
        Row("`ingest`", ingest, "DuckDB's COPY of the same file", copy);

        var query = Measure("query", files, ("rows", chain.Stores));
        var start = Measure("start", files, ("rows", chain.Stores));
        Row("`start`", start, "the bare query", query);

        var messages = Measure("messages", files, ("messages", chain.Stores), ("lines", chain.LowLines), ("units", chain.Units));
        Row("of it the query", new(messages.Answer["FindLowStock"]), "the bare query", query);
        Row("of it planning and queue", new(messages.Answer["PlanDeliveries"]), "serializing the same messages", new(messages.Seconds));

        var trucks = Measure("trucks", files, ("lines", chain.LowLines));
        Row("`trucks`", trucks, "", null);
    }

    private static async Task LoadReferenceDataAsync(Files files)
    {
        foreach (var (table, file) in new[] { ("stores", files.Stores), ("depots", files.Depots) })
        {
            using var output = new StringWriter();
            var exitCode = await Local.Cli.CommandLine.RunAsync(
                ["ingest", "--table", table, file, "--data", files.Data], new(output, output, Stream.Null, IsInteractive: false));
            Answer.Require(exitCode == 0, $"The {table} were not loaded.");
        }
    }

    /// <exception cref="InvalidOperationException">The step failed, or its answer is wrong.</exception>
    private static Measured Measure(string step, Files files, params (string Name, double Value)[] expected)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["step", step, files.Root])
        {
            RedirectStandardOutput = true,
            // These are the runtime settings of local/Local.csproj.
            Environment = { ["DOTNET_TieredPGO"] = "0", ["DOTNET_gcConcurrent"] = "0" },
        })!;
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var taken = clock.Elapsed.TotalSeconds;
        Answer.Require(process.ExitCode == 0, $"{step} failed.");

        var report = JsonSerializer.Deserialize<StepReport>(printed.TrimEnd().Split('\n')[^1])!;
        foreach (var (name, value) in expected)
        {
            Answer.Require(report.Answer[name] == value, Invariant($"{step}: {name} is {report.Answer[name]}, not {value}."));
        }

        return new(report.Seconds ?? taken, report.CpuSeconds, report.PeakBytes, report.Answer);
    }

    private static void Row(string step, Measured measured, string floor, Measured? least) => Console.WriteLine(
        $"| {step} | {Seconds(measured.Seconds)} | {Seconds(measured.CpuSeconds)} | {Memory(measured.PeakBytes)} "
        + $"| {floor} | {Seconds(least?.Seconds)} | {Seconds(least?.CpuSeconds)} "
        + $"| {Seconds(measured.Seconds / least?.Seconds)} | {Seconds(measured.CpuSeconds / least?.CpuSeconds)} |");

    private static string Seconds(double? value) => value is { } number ? Invariant($"{number:0.00}") : "";

    private static string Memory(long? bytes) => bytes is { } number ? Invariant($"{number / 1048576.0:N0} MiB") : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Measured(double Seconds, double? CpuSeconds, long? PeakBytes, IReadOnlyDictionary<string, double> Answer)
    {
        public Measured(double seconds)
            : this(seconds, null, null, new Dictionary<string, double>())
        {
        }
    }
}
