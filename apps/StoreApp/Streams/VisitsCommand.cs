using System.CommandLine;
using System.Globalization;
using Amazon.Athena;
using Lake.Counting;
using StoreApp.Queries;
using StoreSimulation.Shopping;

namespace StoreApp.Streams;

/// <summary><c>visits</c>: people look at the shops' pages, and buy what the stores' stock fell by.</summary>
internal static class VisitsCommand
{
    public static Command Create(ConnectionOptions connection, CommandEnvironment environment)
    {
        var producer = new ProducerOptions("visitsStream", environment);
        var workgroup = new Option<string>("--workgroup") { Description = "The Athena workgroup (the stack's output workgroup).", Required = true };
        var database = new Option<string>("--database") { Description = "The Glue database of the readings (the stack's output database).", Required = true };
        var hours = ProducerOptions.Count("--hours", "The number of hours up to now; sales since a store's last count are not known yet.", 6, 1, 23);
        var stores = ProducerOptions.Count("--stores", "The number of stores whose shops are visited, the first by id; an hour of one shop has some 700 records.", 5, 1, 100_000);
        var command = new Command("visits", "Sends the visits and sales of simulated people in the shops, computed from the lake's readings.") { workgroup, database, hours, stores };
        producer.AddTo(command);
        command.Runs(async (arguments, cancellation) =>
        {
            var clients = environment.Connect(connection.In(arguments));
            using var athena = clients.Athena();
            using var kinesis = clients.Kinesis();
            var console = arguments.InvocationConfiguration;
            var until = environment.Clock.GetUtcNow();
            var from = until.AddHours(-arguments.GetValue(hours));

            // Sales lie between two readings of a shelf, and the first of them may be from before.
            var query = new AthenaQuery(athena, environment.Clock);
            var end = await query.RunAsync(
                new()
                {
                    QueryString = ShelfReadings.Query(from.AddDays(-1), until, arguments.GetValue(stores)),
                    WorkGroup = arguments.GetRequiredValue(workgroup),
                    QueryExecutionContext = new() { Database = arguments.GetRequiredValue(database) },
                },
                cancellation);
            if (end.Status.State != QueryExecutionState.SUCCEEDED)
            {
                await console.Error.WriteLineAsync($"The readings cannot be read: {end.Status.State}: {end.Status.StateChangeReason}");
                return ExitCode.ExecutionFailed;
            }

            var readings = await (await query.RowsAsync(end, cancellation)).Values.Select(ShelfReadings.Of).ToListAsync(cancellation);
            var records = new Shoppers(new(producer.Seed(arguments))).Records(readings).Where(record => record.SentAt >= from && record.SentAt <= until).ToList();
            if (records.Count == 0)
            {
                await console.Error.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The lake has no two readings of a shelf around {from:yyyy-MM-dd HH:mm} to {until:yyyy-MM-dd HH:mm} UTC, between which something could be sold: send readings first, or name more --hours."));
                return ExitCode.Refused;
            }

            var (sent, all) = await producer.SendAsync(arguments, kinesis, records, from, speed: 0, cancellation);
            await console.Output.WriteLineAsync($"{Counts.Number(sent)} of {Counts.Things(records.Count, "record")} sent.");
            return all ? ExitCode.Done : ExitCode.Refused;
        }, ProducerOptions.Stopped);

        return command;
    }
}
