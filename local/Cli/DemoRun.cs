using System.Globalization;
using System.Text.Json.Nodes;
using Local.Names;
using Local.Report;
using Local.Services;
using Local.StepFunctions;
using Local.Storage;
using StoreSimulation;
using ExecutionStatus = StatesLanguage.ExecutionStatus;

namespace Local.Cli;

/// <summary>The whole pipeline once: stores, lake, execution, trucks, report.</summary>
internal sealed class DemoRun(Stage stage, Terminal terminal)
{
    private readonly List<StageTime> times = [];

    /// <returns>What happened; null where the execution did not succeed, which has been shown then.</returns>
    public async Task<DemoResult?> RunAsync(SimulationSettings settings, CancellationToken cancellation)
    {
        terminal.Notice("Stores send their readings");
        var stores = Timed("stores", () => StoresCommand.Run(stage, settings, terminal, cancellation));
        stores.Print(terminal.IsJson ? terminal.Error : terminal.Output);

        terminal.Notice("\nThe state machine plans");
        var name = string.Create(CultureInfo.InvariantCulture, $"demo-{stage.Clock.GetUtcNow():yyyyMMdd-HHmmss}");
        var execution = await TimedAsync(
            "planning", () => StartCommand.RunAsync(stage, definitionFile: null, name, "{}", terminal, cancellation));
        if (execution.Status != ExecutionStatus.Succeeded)
        {
            ExecutionResult.Of(execution).Print(terminal.Error);
            return null;
        }

        terminal.Notice("\nTrucks are dispatched");
        var trucks = await TimedAsync("trucks", () => stage.Trucks().RunAsync(cancellation));

        var report = await TimedAsync("report", () => ReportAsync(stores, execution, trucks, cancellation));
        return report with { Seconds = times.ToDictionary(time => time.Name, time => Math.Round(time.Duration.TotalSeconds, 3)) };
    }

    private async Task<DemoResult> ReportAsync(
        StoresResult stores, Execution execution, Dispatching.PassResult trucks, CancellationToken cancellation)
    {
        var questions = new LakeQuestions(stage);
        var asOf = JsonNode.Parse(execution.Output!)!["asOf"]!.GetValue<string>();
        var dirty = await questions.DirtyReadingsAsync(asOf, LocalNames.LookbackDays, cancellation);
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
        AtomicFile.Write(path, ReportPage.Of(new(record.Facts, await record.DrawAsync(cancellation), planning)));

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
