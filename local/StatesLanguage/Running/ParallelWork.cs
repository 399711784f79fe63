using StatesLanguage.Payloads;

namespace StatesLanguage.Running;

internal static class ParallelWork
{
    public static async ValueTask<Outcome> RunAsync(StateRun run, State.Parallel parallel)
    {
        var input = await run.Data.ParametersAsync();
        var past = run.Past is { HasUnfinished: true } unfinished ? unfinished : null;
        var started = past is null ? run.Flow.Append(HistoryEventType.ParallelStateStarted) : run.Flow.Previous;
        var outputs = new Json[parallel.Branches.Length];
        var last = started;

        using var siblings = new Siblings(run);
        for (var i = 0; i < outputs.Length && !siblings.IsOver; i++)
        {
            siblings.Add(BranchAsync(i));
        }

        await siblings.WaitForAllAsync();
        if (siblings.Failure is var (error, lastEvent))
        {
            run.Flow.Previous = lastEvent;
            return new Outcome.Failed(error);
        }

        run.Flow.Previous = last;
        run.Flow.AppendAside(HistoryEventType.ParallelStateSucceeded);
        return await run.FinishAsync(JsonArray.Owning(outputs));

        async ValueTask BranchAsync(int index)
        {
            var branch = parallel.Branches[index];
            var before = past?.Inner(index);
            var flow = new FlowRun(
                run.Flow.Execution, branch, new Variables(run.Flow.Variables), run.Flow.Item, before?.LastEvent ?? started, siblings.Cancellation)
            {
                IsInner = true,
            };
            switch (await flow.RunAsync(input, before))
            {
                case Outcome.Succeeded(var output):
                    outputs[index] = output;
                    last = Math.Max(last, flow.Previous);
                    break;
                case Outcome.Failed(var error):
                    siblings.Fail(error, flow);
                    break;
            }
        }
    }
}
