using System.Threading.Channels;
using StatesLanguage.Clocks;
using StatesLanguage.History;
using StatesLanguage.Maps;
using StatesLanguage.Results;

namespace StatesLanguage.Running;

/// <summary>Runs the children of one map run, as many at once as it may, until all ended or too many failed.</summary>
internal sealed class MapRunWork(StateRun run, State.Map map, Json input, MapRunPlan plan)
{
    // The number of children that AWS runs at once.
    private const int MostAtOnce = 10_000;

    private readonly Distribution distribution = map.Distribution!;
    private readonly List<MapChild> children = [];
    private readonly Dictionary<Execution, (MapChild Work, ChildExecution Child)> open = [];
    private readonly Channel<Execution> ends = Channel.CreateUnbounded<Execution>();
    private readonly SortedDictionary<int, (ChildExecution Child, ExecutionResult Result)> ended = [];
    private readonly DateTimeOffset started = run.Host.Clock.GetUtcNow();
    private Dictionary<int, PastChild> past = [];
    private MapRunTally tally;
    private int next;

    public MapRunPlan Plan => plan;

    private StateMachine Machine => new() { Flow = map.Processor, Type = distribution.Type };

    private string StateMachineArn => $"{run.Flow.Execution.Start.StateMachineArn}/{plan.Label}";

    /// <param name="items">The items of the input; null: read them.</param>
    /// <returns>The state's result.</returns>
    /// <exception cref="StateFailure">Reading, too many failed children, or writing.</exception>
    public async ValueTask<Json> RunAsync(JsonArray? items)
    {
        var status = ExecutionStatus.Failed;
        try
        {
            await PlanAsync(items);
            await RunChildrenAsync();
            var failed = IsOverThreshold;
            var output = await ResultAsync();
            if (failed)
            {
                throw new StateFailure(
                    StatesError.ExceededToleratedFailures, "The specified tolerated failure threshold was exceeded")
                { IsWhole = true };
            }

            status = ExecutionStatus.Succeeded;
            return output;
        }
        catch (OperationCanceledException)
        {
            status = ExecutionStatus.Aborted;
            await StopAllAsync();
            throw;
        }
        finally
        {
            run.Flow.Execution.History.Changed(Snapshot(status));
        }
    }

    private bool IsOverThreshold => tally.FailedItems > plan.ToleratedCount ||
        (tally.Items > 0 && 100.0 * tally.FailedItems / tally.Items > plan.ToleratedPercentage);

    private async ValueTask PlanAsync(JsonArray? items)
    {
        var (planned, itemCount) = await MapPlanning.PlanAsync(run, map, input, items);
        children.AddRange(planned);
        tally = new MapRunTally { Items = itemCount, Children = planned.Count };
        KeepSucceeded();
    }

    // When a map run goes on, its succeeded children are not run again.
    private void KeepSucceeded()
    {
        if (run.Past?.MapRunArn is null || run.Flow.Execution.Past is not { } before)
        {
            return;
        }

        past = before.Children(plan.MapRunArn).ToDictionary(child => child.Child.Index);
        foreach (var (index, child) in past)
        {
            if (child.Result is ExecutionResult.Succeeded && index < children.Count)
            {
                ended.Add(index, (child.Child, child.Result));
                tally.Started(children[index]);
                tally.Ended(children[index], ExecutionStatus.Succeeded);
            }
        }

        children.RemoveAll(child => ended.ContainsKey(child.Index));
    }

    private async ValueTask RunChildrenAsync()
    {
        var limit = plan.MaxConcurrency > 0 ? Math.Min(plan.MaxConcurrency, MostAtOnce) : MostAtOnce;
        while (!IsOverThreshold && (next < children.Count || open.Count > 0))
        {
            while (next < children.Count && open.Count < limit)
            {
                StartChild(children[next++]);
            }

            run.Flow.Execution.History.Changed(Snapshot(ExecutionStatus.Running));
            await EndOneAsync(run.Flow.Cancellation);
        }

        if (open.Count > 0)
        {
            await StopAllAsync();
        }
    }

    private void StartChild(MapChild work)
    {
        // A STANDARD child is redriven itself; an EXPRESS one starts over as another execution.
        var before = distribution.Type == ExecutionType.Standard ? past.GetValueOrDefault(work.Index) : null;
        var child = before?.Child ?? NewChild(work);
        var start = run.Flow.Execution.Start with
        {
            ExecutionArn = child.ExecutionArn,
            Name = child.Name,
            Input = work.Input,
            StartTime = child.StartDate,
            StateMachineArn = StateMachineArn,
            StateMachineName = $"{run.Flow.Execution.Start.StateMachineName}/{plan.Label}",
        };
        var history = run.Flow.Execution.History.Child(child, before?.Past?.Events ?? []);
        var execution = before switch
        {
            { Past: { } kept, Result: not null } => Execution.Redrive(Machine, start, run.Host, history, kept),
            { Past: { } kept } => Execution.Resume(Machine, start, run.Host, history, kept),
            _ => Execution.Run(Machine, start, run.Host, history),
        };
        tally.Started(work);
        open.Add(execution, (work, child));
        _ = execution.Completion.ContinueWith(
            _ => ends.Writer.TryWrite(execution), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private ChildExecution NewChild(MapChild work)
    {
        var name = run.Host.Random.NewUuid().ToString();
        var owner = $"arn:aws:states:{run.Host.Region}:{run.Host.Account}";
        var machine = $"{run.Flow.Execution.Start.StateMachineName}/{plan.Label}";
        var arn = distribution.Type == ExecutionType.Express
            ? $"{owner}:express:{machine}:{name}:{run.Host.Random.NewUuid()}"
            : $"{owner}:execution:{machine}:{name}";
        return new ChildExecution(
            plan.MapRunArn, work.Index, arn, name, distribution.Type, work.Items, work.Input, run.Host.Clock.GetUtcNow());
    }

    private async ValueTask EndOneAsync(CancellationToken cancellation)
    {
        var execution = await ends.Reader.ReadAsync(cancellation);
        var result = await ResultOfAsync(execution);
        _ = open.Remove(execution, out var running);
        ended.Add(running.Work.Index, (running.Child, result));
        tally.Ended(running.Work, result.Status);
        run.Flow.Execution.History.Ended(running.Child, result);
    }

    // A child ends without a result only where its history cannot be kept.
    private static async ValueTask<ExecutionResult> ResultOfAsync(Execution child)
    {
        try
        {
            return await child.Completion;
        }
        catch (Exception exception)
        {
            throw new HistoryFault(exception);
        }
    }

    // EXPRESS executions cannot be stopped; they are waited for.
    private async ValueTask StopAllAsync()
    {
        if (distribution.Type == ExecutionType.Standard)
        {
            foreach (var execution in open.Keys)
            {
                execution.Stop();
            }
        }

        while (open.Count > 0)
        {
            await EndOneAsync(CancellationToken.None);
        }
    }

    private async ValueTask<Json> ResultAsync()
    {
        var writing = new ResultWriting(distribution.Writer, StateMachineArn);
        if (distribution.Writer?.Parameters is not { } template)
        {
            return writing.Output(ended.Values);
        }

        var objects = run.Host.Objects ?? throw new StateFailure(StatesError.ResultWriterFailed, "This host has no object store.");
        var parameters = await run.Data.EvaluateAsync(template, input);
        var pending = children.Skip(next).Select(child => JsonObject.Of(("Input", Json.Of(child.Input.ToString()))));
        try
        {
            var details = await writing.WriteAsync(
                objects, parameters, plan.MapRunArn, [.. ended.Values], [.. pending], run.Flow.Cancellation);
            tally.ResultsWritten = true;
            return JsonObject.Of(("MapRunArn", Json.Of(plan.MapRunArn)), ("ResultWriterDetails", details));
        }
        catch (Exception exception) when (Boundary.Takes(exception, run.Flow.Cancellation))
        {
            throw new StateFailure(StatesError.ResultWriterFailed, exception.Message);
        }
    }

    private MapRun Snapshot(ExecutionStatus status) => new()
    {
        MapRunArn = plan.MapRunArn,
        ExecutionArn = run.Flow.Execution.Start.ExecutionArn,
        Status = status,
        StartDate = started,
        StopDate = status == ExecutionStatus.Running ? null : run.Host.Clock.GetUtcNow(),
        MaxConcurrency = plan.MaxConcurrency,
        ToleratedFailureCount = plan.ToleratedCount ?? 0,
        ToleratedFailurePercentage = plan.ToleratedPercentage ?? 0,
        ItemCounts = tally.ItemCounts,
        ExecutionCounts = tally.ExecutionCounts,
        RedriveCount = run.Past?.MapRunArn is null ? 0 : run.Flow.Execution.RedriveCount,
    };
}
