using Local.StepFunctions;
using StatesLanguage;
using Tests.Shared;

namespace Services.Tests.StepFunctions;

public sealed class StoredHistoryTests : IDisposable
{
    private const string MapRunArn = "arn:aws:states:us-east-1:000000000000:mapRun:StorePlanning/PlanDeliveries:m1";

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime clock = new();
    private readonly ExecutionStore store;
    private readonly ExecutionRun run;
    private readonly MapRuns mapRuns;
    private readonly StoredHistory history;

    public StoredHistoryTests()
    {
        store = new(folder.Root, clock, () => "id");
        run = store.Start("StorePlanning", "morning", "{}", "{}").Run!;
        mapRuns = new(store);
        history = new(run, mapRuns, NoHistory.Instance, clock);
    }

    public void Dispose()
    {
        run.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Counts_are_written_once_a_second_and_at_the_end_and_told_at_once()
    {
        Change(succeeded: 0);
        Change(succeeded: 1);
        Assert.Equal((1, 0), (Told, Written));

        clock.Advance(TimeSpan.FromSeconds(1));
        Change(succeeded: 2);
        Assert.Equal((2, 2), (Told, Written));

        Change(succeeded: 3);
        Change(succeeded: 4, ExecutionStatus.Succeeded);
        Assert.Equal((4, 4), (Told, Written));
    }

    private int Told => mapRuns.Find(MapRunArn)!.ItemCounts.Succeeded;

    private int Written => store.FindMapRun(MapRunArn)!.ItemCounts.Succeeded;

    private static MapRunCounts Counts(int succeeded) => new(4, 0, 4 - succeeded, succeeded, 0, 0, 0);

    private void Change(int succeeded, ExecutionStatus status = ExecutionStatus.Running) => history.Changed(new()
    {
        MapRunArn = MapRunArn,
        ExecutionArn = run.Execution.ExecutionArn,
        Status = status,
        StartDate = clock.GetUtcNow(),
        MaxConcurrency = 1,
        ToleratedFailureCount = 0,
        ToleratedFailurePercentage = 0,
        ItemCounts = Counts(succeeded),
        ExecutionCounts = Counts(succeeded),
        RedriveCount = 0,
    });
}
