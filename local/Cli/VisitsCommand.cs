using System.CommandLine;
using System.Globalization;
using Lake.Counting;
using Local.Report;
using Local.StreamMinutes;
using StoreSimulation.Shopping;

namespace Local.Cli;

/// <summary><c>visits</c>: people look at the shops' pages, and buy what the stores' stock fell by; what they do is counted.</summary>
internal static class VisitsCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var seed = ProducerOptions.Seed();
        var hours = NumberOption.Create("--hours", "The number of hours up to now; sales since a store's last count are not known yet.", 18, 1, 23);
        var stores = NumberOption.Create("--stores", "The number of stores whose shops are visited, the first by id; an hour of one shop has some 700 records.", 5, 1, 100_000);
        var search = SearchAddress.Create();
        var command = new Command("visits", "Simulates people who visit the shops' pages; the same readings, seed and time give the same records.") { seed, hours, stores, search };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            await using var stage = common.OpenExistingStage(parsed);
            var until = stage.Clock.GetUtcNow();
            var from = until.AddHours(-parsed.GetValue(hours));

            // Sales lie between two readings of a shelf, and the first of them may be from before.
            var readings = await new LakeQuestions(stage).ReadingsAsync(from.AddDays(-1), until, parsed.GetValue(stores), cancellation);
            var chosen = (ulong)parsed.GetValue(seed);
            var records = new Shoppers(new(chosen)).Records(readings).Where(record => record.SentAt >= from).ToList();
            if (records.Count == 0)
            {
                throw new UsageException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The lake has no two readings of a shelf around {from:yyyy-MM-dd HH:mm} to {until:yyyy-MM-dd HH:mm} UTC, between which something could be sold: run 'stores', or name more --hours."));
            }

            var (sent, came) = await ProducerRun.SendAsync(stage, records, from, speed: 0, kafka: null, parsed.GetValue(search), output, cancellation);
            var result = new VisitsResult(readings.Select(reading => reading.StoreId).Distinct().Count(), chosen, from, sent, came);
            output.Result(result, result.Print);
            return 0;
        });

        return command;
    }
}

/// <param name="From">The time of the first visits.</param>
/// <param name="Records">The number of records that the stream took, each for a minute of a page.</param>
internal sealed record VisitsResult(int Stores, ulong Seed, DateTimeOffset From, long Records, StreamTotals Came)
{
    public void Print(TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Visits to the pages of {Counts.Things(Stores, "store")} from {From:yyyy-MM-dd HH:mm} UTC on, seed {Seed}."));
        ProducerRun.Print(output, Records, Came);
    }
}
