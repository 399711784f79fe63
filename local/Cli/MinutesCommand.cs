using System.CommandLine;
using System.Globalization;
using Lake.Counting;
using Local.Services;
using RealTime.Minutes;
using RealTime.Streams;
using RealTime.Tables;

namespace Local.Cli;

/// <summary><c>minutes [KEY]</c>: what was counted of a key, minute by minute; without one, which keys there are.</summary>
internal static class MinutesCommand
{
    // Greater than the text of any minute.
    private const string Last = "~";

    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var key = new Argument<string?>("key")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The key of a truck or a page, such as 'truck#D01-T03' or 'url#S0012#/p/P00042'. Without it, the command lists the keys.",
        };
        var command = new Command("minutes", "Shows the counted minutes of a truck or a page.") { key };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            await using var stage = common.OpenExistingStage(parsed);
            if (parsed.GetValue(key) is { } one)
            {
                var minutes = await ReadAsync(stage, one, cancellation);
                output.Result(minutes, minutes.Print);
                return 0;
            }

            var keys = await KeysAsync(stage, cancellation);
            output.Result(keys, keys.Print);
            return 0;
        });

        return command;
    }

    private static async Task<MinutesResult> ReadAsync(Stage stage, string key, CancellationToken cancellation)
    {
        var items = await stage.Tables.Table(TableSchema.Minutes).QueryAsync(key, "", Last, cancellation);
        if (items.Count == 0)
        {
            throw new UsageException($"Nothing was counted of '{key}': 'minutes' without a key lists those that there are.");
        }

        var stream = KnownStreams.All.First(stream => key.StartsWith(stream.KeyPrefix + "#", StringComparison.Ordinal));
        var rows = new MinuteItem(stream);
        return new(key, [.. items.Select(item => MinutesResult.Minute.Of(stream, rows.Read(item)))]);
    }

    private static async Task<KeysResult> KeysAsync(Stage stage, CancellationToken cancellation)
    {
        var keys = new SortedDictionary<string, KeysResult.Key>(StringComparer.Ordinal);
        await foreach (var item in stage.Tables.Table(TableSchema.Minutes).ScanAsync(cancellation))
        {
            var (name, minute) = (item.Text("k"), item.Text("m"));
            var held = keys.GetValueOrDefault(name) ?? new(name, 0, 0, minute, minute);
            keys[name] = held with { Minutes = held.Minutes + 1, Count = held.Count + item.Whole("count"), Last = minute };
        }

        return new([.. keys.Values]);
    }
}

internal sealed record MinutesResult(string Key, IReadOnlyList<MinutesResult.Minute> Minutes)
{
    public void Print(TextWriter output)
    {
        output.WriteLine($"{Key}, minutes in UTC");
        foreach (var minute in Minutes)
        {
            var values = minute.Sums.Select(sum => string.Create(CultureInfo.InvariantCulture, $"{sum.Key} {sum.Value:0.##}"))
                .Concat(minute.Ranges.Select(range => string.Create(
                    CultureInfo.InvariantCulture, $"{range.Key} {range.Value.Mean:0.0} ({range.Value.Least:0.0} to {range.Value.Most:0.0})")));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{minute.At}  events {minute.Count,5:N0}, late {minute.Late,3:N0}  {string.Join("  ", values)}"));
        }
    }

    /// <param name="At">The beginning of the minute, UTC.</param>
    /// <param name="Late">The events that were more than a minute behind the newest of their shard.</param>
    /// <param name="Sums">The values by measure, in the events' own unit.</param>
    /// <param name="Ranges">The values by measure, in the events' own unit.</param>
    internal sealed record Minute(
        string At, long Count, long Late, IReadOnlyDictionary<string, double> Sums, IReadOnlyDictionary<string, ValueRange> Ranges)
    {
        public static Minute Of(StreamDefinition stream, MinuteRow row)
        {
            var measures = stream.Measures.Zip(row.Measures).Where(measure => measure.Second.Count > 0).ToList();
            return new(
                MinuteKey.Text(row.Id.Minute),
                row.Count,
                row.Late,
                measures.Where(measure => measure.First.Kind == MeasureKind.Sum).ToDictionary(
                    measure => measure.First.Field, measure => (double)measure.Second.Sum / measure.First.Scale),
                measures.Where(measure => measure.First.Kind == MeasureKind.Range).ToDictionary(
                    measure => measure.First.Field, measure => ValueRange.Of(measure.First, measure.Second)));
        }
    }

    internal sealed record ValueRange(double Mean, double Least, double Most)
    {
        public static ValueRange Of(Measure measure, Measured value) => new(
            Math.Round(value.Mean!.Value / measure.Scale, 3), (double)value.Least / measure.Scale, (double)value.Most / measure.Scale);
    }
}

internal sealed record KeysResult(IReadOnlyList<KeysResult.Key> Keys)
{
    // The number of rows for a person; --output json has all.
    private const int Shown = 100;

    public void Print(TextWriter output)
    {
        output.WriteLine(Keys.Count == 0 ? "Nothing has been counted yet: run 'drive' or 'visits'." : Counts.Things(Keys.Count, "key"));
        foreach (var key in Keys.Take(Shown))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{key.Name,-32} events {key.Count,9:N0}, minutes {key.Minutes,5:N0}, {key.First} to {key.Last}"));
        }

        if (Keys.Count > Shown)
        {
            output.WriteLine($"and {Counts.Number(Keys.Count - Shown)} more; --output json lists all.");
        }
    }

    /// <param name="Count">Events in all minutes.</param>
    internal sealed record Key(string Name, long Minutes, long Count, string First, string Last);
}
