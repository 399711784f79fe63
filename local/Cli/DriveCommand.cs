using System.CommandLine;
using System.Globalization;
using Kafka;
using Lake.Counting;
using Local.Services;
using Local.Simulating;
using Local.StreamMinutes;
using Replenishment.Dispatching;
using StoreSimulation.Driving;

namespace Local.Cli;

/// <summary><c>drive</c>: the trucks of the last dispatch drive their routes and report; what they report is counted.</summary>
internal static class DriveCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var (seed, speed) = (ProducerOptions.Seed(), ProducerOptions.Speed());
        var start = ProducerOptions.Start("When the first trucks leave, such as 2026-11-20T06:00:00Z. Default: 12 hours before the last full hour; with --speed 1, now.");
        var distances = DistancesOption.Create();
        var command = new Command("drive", "Simulates the trucks of the last dispatch on their routes; the same dispatch, seed and start give the same records.")
        {
            seed,
            speed,
            start,
            distances,
        };
        var kafka = KafkaOptions.AddTo(command);
        var search = SearchAddress.Create();
        command.Options.Add(search);
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            await using var stage = common.OpenExistingStage(parsed);
            var routes = await LastDispatch.RoutesAsync(stage, DistancesOption.Read(parsed.GetValue(distances), stage, cancellation), cancellation);
            if (routes.Count == 0)
            {
                throw new UsageException("No truck has been dispatched: run 'start' and 'trucks' first.");
            }

            var pace = parsed.GetValue(speed);
            var settings = new DriveSettings((ulong)parsed.GetValue(seed), parsed.GetValue(start) ?? ProducerOptions.Begin(stage.Clock, pace));
            var result = await RunAsync(stage, routes, settings, pace, kafka.Read(parsed), parsed.GetValue(search), output, cancellation);
            output.Result(result, result.Print);
            return 0;
        });

        return command;
    }

    /// <param name="speed">Simulated seconds in a real one; 0: all of the past at once.</param>
    /// <param name="kafka">The cluster by which the records go; null for the stage's own stream.</param>
    /// <param name="search">The search to which events are also written; null for none.</param>
    public static async Task<DriveResult> RunAsync(
        Stage stage, IReadOnlyList<Route> routes, DriveSettings settings, int speed, KafkaConnection? kafka, Uri? search, Terminal terminal, CancellationToken cancellation)
    {
        var drive = new Drive(routes, settings);
        var sent = await ProducerRun.SendAsync(stage, drive.Records(), settings.Start, speed, kafka, search, terminal, cancellation);
        var now = stage.Clock.GetUtcNow();

        return new(
            routes.Select(route => route.TruckId).Distinct().Count(),
            routes.Count,
            settings.Seed,
            settings.Start,
            sent.Records,
            drive.Failures().Count(failure => speed != 0 || failure.At <= now),
            sent.Totals);
    }
}

/// <param name="Start">The time at which the first trucks left.</param>
/// <param name="RefrigeratorsFailed">Simulated failures: what should be found.</param>
/// <param name="Records">The number of records that the stream took.</param>
internal sealed record DriveResult(
    int Trucks, int Routes, ulong Seed, DateTimeOffset Start, long Records, int RefrigeratorsFailed, StreamTotals Came)
{
    public void Print(TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Counts.Things(Trucks, "truck")} on {Counts.Things(Routes, "route")} from {Start:yyyy-MM-dd HH:mm} UTC on, seed {Seed}; {Counts.Things(RefrigeratorsFailed, "refrigerator")} failed."));
        ProducerRun.Print(output, Records, Came);
    }
}
