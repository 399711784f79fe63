using System.Globalization;
using JsonValues;
using Local.Report;
using Local.Services;
using Local.StepFunctions;
using Local.Storage;
using Replenishment.Dispatching;
using StoreSimulation;
using StoreSimulation.Driving;
using Workflow;
using ExecutionStatus = StatesLanguage.ExecutionStatus;

namespace Local.Cli;

/// <summary>The whole pipeline once: stores, lake, execution, trucks, the road, report.</summary>
internal sealed class DemoRun(Stage stage, Terminal terminal)
{
    // More than are usual, so that on most days there is something to find.
    private const int FailuresPerMille = 150;

    private readonly List<StepTime> times = [];

    /// <param name="settings">The chain and its readings.</param>
    /// <param name="roads">The roads with which routes are planned; null for great circles.</param>
    /// <param name="cancellation">Ends the demo.</param>
    /// <returns>The result; null when the execution did not succeed, which has been shown then.</returns>
    public async Task<DemoResult?> RunAsync(SimulationSettings settings, IRoads? roads, CancellationToken cancellation)
    {
        terminal.Notice("Stores send their readings");
        var stores = Timed("stores", () => StoresCommand.Run(stage, settings, terminal, cancellation));
        stores.Print(terminal.IsJson ? terminal.Error : terminal.Output);

        terminal.Notice("\nThe state machine plans");
        var name = string.Create(CultureInfo.InvariantCulture, $"demo-{stage.Clock.GetUtcNow():yyyyMMdd-HHmmss}");

        // The demo asks about the day on which its own readings end.
        var input = string.Create(CultureInfo.InvariantCulture, $$"""{"asOf":"{{settings.End.UtcDateTime:yyyy-MM-dd}}"}""");
        var execution = await TimedAsync(
            "planning", () => StartCommand.RunAsync(stage, ProductMachine.StorePlanning, definitionFile: null, name, input, terminal, cancellation));
        if (execution.Status != ExecutionStatus.Succeeded)
        {
            ExecutionResult.Of(execution).Print(terminal.Error);
            return null;
        }

        terminal.Notice("\nTrucks are dispatched");
        var trucks = await TimedAsync("trucks", async () => (await stage.Trucks(roads).RunAsync(cancellation)).OrThrow());

        (DemoRoad Road, RoadFacts Facts)? road = null;
        if (trucks.Routes.Count > 0)
        {
            terminal.Notice("\nThe trucks drive, and what they report is counted");
            road = await TimedAsync("road", () => DriveAsync(trucks.Routes, settings.Seed, cancellation));
        }

        var report = await TimedAsync("report", () => ReportAsync(stores, execution, trucks, road?.Facts, cancellation));
        return report with { Road = road?.Road, Seconds = times.ToDictionary(time => time.Name, time => Math.Round(time.Duration.TotalSeconds, 3)) };
    }

    private async Task<(DemoRoad Road, RoadFacts Facts)> DriveAsync(IReadOnlyList<Route> routes, ulong seed, CancellationToken cancellation)
    {
        var drive = new DriveSettings(seed, ProducerOptions.Begin(stage.Clock, speed: 0)) { FailuresPerMille = FailuresPerMille };
        var driven = await DriveCommand.RunAsync(stage, routes, drive, speed: 0, kafka: null, search: null, terminal, cancellation);
        var alerts = await AlertsCommand.ReadAsync(stage, openAlone: false, cancellation);
        var tracks = await RoadReport.TracksAsync(stage, cancellation);
        var road = DemoRoad.Of(driven, tracks.Sum(truck => truck.Minutes.Count), alerts);
        return (road, new()
        {
            Events = road.Counted,
            Minutes = road.Minutes,
            Late = road.CountedLate,
            NotCounted = [new("repeated", road.Repeated), new("too late", road.TooLate), new("refused", road.Refused)],
            Trucks = tracks,
            Alerts = [.. alerts.Alerts.SelectMany(OnTheRoad).OrderBy(alert => alert.OpenedAt).ThenBy(alert => alert.TruckId, StringComparer.Ordinal)],
        });
    }

    private static IEnumerable<RoadAlert> OnTheRoad(AlertsResult.Alert alert)
    {
        if (RoadReport.TruckOf(alert.Key) is { } truck)
        {
            yield return new(
                truck,
                alert.Kind,
                Time(alert.OpenedAt),
                alert.ClearedAt is { } cleared ? Time(cleared) : null,
                (double)alert.Value,
                (alert.Latitude, alert.Longitude) is ({ } latitude, { } longitude) ? ((double)latitude, (double)longitude) : null);
        }

        static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
    }

    private async Task<DemoResult> ReportAsync(
        StoresResult stores, Execution execution, Dispatching.PassResult trucks, RoadFacts? road, CancellationToken cancellation)
    {
        var questions = new LakeQuestions(stage);
        var asOf = Json.Parse(execution.Output!).FindText("asOf")!;
        var dirty = await questions.DirtyReadingsAsync(asOf, PipelineFacts.LookbackDays, cancellation);
        var planning = PlanningReport.Of(
            stores.Readings.Written,
            stores.Readings.RefusedByReason,
            dirty,
            PlannedStores.Read(stage.Lake, execution),
            trucks,
            await questions.NamesAsync(cancellation),
            times);
        var record = ExecutionRecord.Read(stage, execution);
        var path = Path.Combine(stage.Root, "report.html");
        AtomicFile.Write(path, ReportPage.Of(new(
            record.Facts,
            await record.DrawAsync(cancellation),
            planning,
            road)));

        return DemoResult.Of(stores.Readings, dirty, execution, planning, TrucksResult.Of(trucks), path);
    }

    private T Timed<T>(string name, Func<T> run)
    {
        var started = stage.Clock.GetTimestamp();
        var result = run();
        times.Add(new(name, stage.Clock.GetElapsedTime(started)));
        return result;
    }

    private async Task<T> TimedAsync<T>(string name, Func<Task<T>> run)
    {
        var started = stage.Clock.GetTimestamp();
        var result = await run();
        times.Add(new(name, stage.Clock.GetElapsedTime(started)));
        return result;
    }
}
