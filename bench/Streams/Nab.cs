using System.Diagnostics;
using System.Globalization;
using RealTime.Detection;

namespace Bench.Streams;

/// <summary>
/// Scores every row of the series in a folder, such as the Numenta Anomaly Benchmark's: with the class that judges
/// minutes, and its settings.
/// </summary>
internal static class Nab
{
    /// <param name="data">Holds <c>CATEGORY/NAME.csv</c> with the columns <c>timestamp</c> and <c>value</c>.</param>
    /// <param name="results">Gets a file of the same name for each, with <c>timestamp</c> and <c>anomaly_score</c>.</param>
    public static int Run(string data, string results)
    {
        if (!Directory.Exists(data))
        {
            Console.Error.WriteLine($"nab: {data} is no folder. Name one that holds CATEGORY/NAME.csv.");
            return 1;
        }

        var clock = Stopwatch.StartNew();
        var (files, rows) = (0, 0);
        foreach (var path in Directory.EnumerateFiles(data, "*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var target = Path.Combine(results, Path.GetRelativePath(data, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var scored = Score(path).ToList();
            File.WriteAllLines(target, scored.Prepend("timestamp,anomaly_score"));
            (files, rows) = (files + 1, rows + scored.Count);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{files} files, {rows} rows in {clock.Elapsed.TotalSeconds:0.0} s: {rows / clock.Elapsed.TotalSeconds:0} a second, files read and written."));
        return 0;
    }

    private static IEnumerable<string> Score(string path)
    {
        var lines = File.ReadLines(path).GetEnumerator();
        var header = lines.MoveNext() ? lines.Current.Split(',') : [];
        var (time, value) = (Array.IndexOf(header, "timestamp"), Array.IndexOf(header, "value"));
        if (time < 0 || value < 0)
        {
            throw new FormatException($"{path}: the header '{string.Join(',', header)}' has not the columns timestamp and value.");
        }

        var ensemble = new AnomalyEnsemble();
        while (lines.MoveNext())
        {
            if (lines.Current.Length > 0)
            {
                var fields = lines.Current.Split(',');
                var score = ensemble.Score(double.Parse(fields[value], NumberStyles.Float, CultureInfo.InvariantCulture));
                yield return $"{fields[time]},{score.ToString("R", CultureInfo.InvariantCulture)}";
            }
        }
    }
}
