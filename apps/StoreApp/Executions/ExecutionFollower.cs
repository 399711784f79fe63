using Amazon.StepFunctions;
using Amazon.StepFunctions.Model;
using Lake.Counting;

namespace StoreApp.Executions;

/// <summary>Waits for the end of an execution and says meanwhile which state it is in and how many stores are planned.</summary>
internal sealed class ExecutionFollower(
    IAmazonStepFunctions stepFunctions, TimeProvider clock, TextWriter output, ProgressLine progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private string? mapRun;
    private long lastEvent;

    /// <returns>The execution as it ended, whatever its status.</returns>
    public async Task<DescribeExecutionResponse> FollowAsync(string execution, CancellationToken cancellation)
    {
        while (true)
        {
            // Asked before the history, so that no state entered before the end goes unsaid.
            var now = await stepFunctions.DescribeExecutionAsync(new() { ExecutionArn = execution }, cancellation);
            await SayNewEventsAsync(execution, cancellation);
            if (now.Status != ExecutionStatus.RUNNING)
            {
                progress.Clear();
                return now;
            }

            await ShowMapRunAsync(cancellation);
            await Task.Delay(Interval, clock, cancellation);
        }
    }

    private async Task SayNewEventsAsync(string execution, CancellationToken cancellation)
    {
        var request = new GetExecutionHistoryRequest
        {
            ExecutionArn = execution,
            IncludeExecutionData = false,
            MaxResults = 1000,
        };
        do
        {
            var page = await stepFunctions.GetExecutionHistoryAsync(request, cancellation);
            foreach (var happened in (page.Events ?? []).Where(happened => happened.Id > lastEvent))
            {
                Say(happened);
                lastEvent = happened.Id ?? lastEvent;
            }

            request.NextToken = page.NextToken;
        }
        while (request.NextToken is not null);
    }

    private void Say(HistoryEvent happened)
    {
        if (happened.StateEnteredEventDetails is { } entered)
        {
            progress.Clear();
            output.WriteLine($"{happened.Timestamp:HH:mm:ss} {entered.Name}");
        }

        mapRun = happened.MapRunStartedEventDetails?.MapRunArn ?? mapRun;
    }

    private async Task ShowMapRunAsync(CancellationToken cancellation)
    {
        if (mapRun is null)
        {
            return;
        }

        var run = await stepFunctions.DescribeMapRunAsync(new() { MapRunArn = mapRun }, cancellation);
        if (run.ItemCounts is { } items)
        {
            progress.Show($"{items.Succeeded} of {Counts.Things(items.Total ?? 0, "shortage")} planned, {items.Failed} failed");
        }
    }
}
