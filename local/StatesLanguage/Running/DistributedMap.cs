using StatesLanguage.Clocks;
using StatesLanguage.Results;

namespace StatesLanguage.Running;

/// <summary>A Map whose items run as executions of their own.</summary>
internal static class DistributedMap
{
    public static async ValueTask<Outcome> RunAsync(StateRun run, State.Map map)
    {
        var distribution = map.Distribution!;
        var input = run.Data.Input();
        var pastArn = run.Past?.MapRunArn;
        var concurrency = await run.CountAsync(map.MaxConcurrency, input) ?? 0;
        var items = distribution.Reader is null ? await run.ItemsAsync(map, input) : null;
        if (pastArn is null)
        {
            run.Flow.Append(HistoryEventType.MapStateStarted, new EventDetails.MapStateStarted(items?.Count ?? 0));
        }

        var (count, percentage) = await ToleratedAsync(run, distribution, input);
        var machine = run.Flow.Execution.Start.StateMachineName;
        var label = distribution.Label ?? map.Name;
        var mapRun = new MapRunWork(run, map, input, new MapRunPlan(
            MapRunArn: pastArn ?? $"arn:aws:states:{run.Host.Region}:{run.Host.Account}:mapRun:{machine}/{label}:{run.Host.Random.NewUuid()}",
            Label: label,
            MaxConcurrency: (int)Math.Min(concurrency, int.MaxValue),
            ToleratedCount: count,
            ToleratedPercentage: percentage));
        if (pastArn is null)
        {
            run.Flow.Append(HistoryEventType.MapRunStarted, new EventDetails.MapRunStarted(mapRun.Plan.MapRunArn));
        }
        else if (run.Flow.Execution.Redrives)
        {
            run.Flow.Append(HistoryEventType.MapRunRedriven, new EventDetails.Redriven(run.Flow.Execution.RedriveCount, pastArn));
        }

        return await EndAsync(run, mapRun, items);
    }

    private static async ValueTask<Outcome> EndAsync(StateRun run, MapRunWork mapRun, JsonArray? items)
    {
        Json output;
        try
        {
            output = await mapRun.RunAsync(items);
        }
        catch (StateFailure failure) when (failure.Name is not (StatesError.Runtime or StatesError.QueryEvaluation))
        {
            var error = run.ToError(failure);
            run.Flow.Append(HistoryEventType.MapRunFailed, new EventDetails.Failed(error));
            return new Outcome.Failed(error);
        }
        catch (OperationCanceledException) when (!run.Flow.Execution.IsEnding)
        {
            run.Flow.AppendAside(HistoryEventType.MapRunAborted);
            throw;
        }

        run.Flow.Append(HistoryEventType.MapRunSucceeded);
        run.Flow.AppendAside(HistoryEventType.MapStateSucceeded);
        return await run.FinishAsync(output);
    }

    private static async ValueTask<(long? Count, double? Percentage)> ToleratedAsync(StateRun run, Distribution distribution, Json input)
    {
        var count = await run.CountAsync(distribution.ToleratedFailureCount, input);
        if (count < 0)
        {
            throw StateFailure.Runtime("ToleratedFailureCount cannot be negative.");
        }

        var percentage = await run.NumberAsync(distribution.ToleratedFailurePercentage, input);
        if (percentage is < 0 or > 100)
        {
            throw StateFailure.Runtime("ToleratedFailurePercentage must be between 0 and 100.");
        }

        return count is null && percentage is null ? (0, null) : (count, percentage);
    }
}

/// <summary>The settings with which a map run was started.</summary>
/// <param name="ToleratedCount">The number of items that may fail; null when only the percentage limits.</param>
/// <param name="ToleratedPercentage">The percentage of items that may fail; null when only the count limits.</param>
internal sealed record MapRunPlan(
    string MapRunArn, string Label, int MaxConcurrency, long? ToleratedCount, double? ToleratedPercentage);
