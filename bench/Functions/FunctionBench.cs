using System.Globalization;

namespace Bench.Functions;

/// <summary>Measures the size of a function's package and the time to its first answer, for each way of compiling it.</summary>
internal static class FunctionBench
{
    /// <param name="starts">The number of starts of each package.</param>
    public static async Task<int> RunAsync(int starts)
    {
        var folder = Directory.CreateTempSubdirectory("bench-functions");
        try
        {
            var build = new FunctionBuild(folder);
            IReadOnlyList<Package> packages =
            [
                .. Try("JIT", form => build.Managed(form, readyToRun: false)),
                .. Try("ReadyToRun", form => build.Managed(form, readyToRun: true)),
                .. Try("Trimmed, ReadyToRun, with its runtime", build.Trimmed),
            ];
            if (packages.Count == 0)
            {
                return 1;
            }

            await MeasureAsync(packages, starts);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The cloud's packages are not to be had everywhere, nor is the compiler.
    private static IReadOnlyList<Package> Try(string form, Func<string, IReadOnlyList<Package>> build)
    {
        try
        {
            return build(form);
        }
        catch (MissingPackagesException missing)
        {
            Console.Error.WriteLine($"{form} is left out: {missing.Message}");
            return [];
        }
    }

    private static async Task MeasureAsync(IReadOnlyList<Package> packages, int starts)
    {
        // The packages are started in turn, so that other work of the machine affects all alike.
        var measured = packages.ToDictionary(package => package, _ => new List<ColdStart>());
        for (var start = 0; start < starts; start++)
        {
            foreach (var package in packages)
            {
                measured[package].Add(await ColdStart.OfAsync(package));
            }
        }

        Console.WriteLine("| Function | Package | Zip | Unpacked | First answer, best | median | CPU, best | median |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|---:|---:|");
        foreach (var package in packages.OrderBy(package => package.Call.Function, StringComparer.Ordinal))
        {
            var times = measured[package].ConvertAll(start => start.Time);
            var processor = measured[package].ConvertAll(start => start.Processor);
            Console.WriteLine(
                $"| {package.Call.Function} | {package.Form} | {Megabytes(package.ZipBytes)} | {Megabytes(package.UnpackedBytes)} "
                + $"| {Seconds(times.Min())} | {Seconds(Median(times))} | {Seconds(processor.Min())} | {Seconds(Median(processor))} |");
        }
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0 MB", CultureInfo.InvariantCulture);
}
