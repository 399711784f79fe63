using StatesLanguage.Payloads;
using StatesLanguage.Replay;
using StatesLanguage.Results;

namespace StatesLanguage.Running;

/// <summary>A Map whose iterations are part of the execution.</summary>
internal static class InlineMap
{
    // The iterations that AWS runs at once when the definition sets no limit.
    private const int MostAtOnce = 40;

    public static async ValueTask<Outcome> RunAsync(StateRun run, State.Map map)
    {
        var input = run.Data.Input();
        var limit = await run.CountAsync(map.MaxConcurrency, input) is > 0 and var wanted ? (int)Math.Min(wanted, MostAtOnce) : MostAtOnce;
        var items = await run.ItemsAsync(map, input);
        var past = run.Past is { HasUnfinished: true } unfinished ? unfinished : null;
        using var iterations = new Iterations(run, map, items, input, past)
        {
            Started = past is null
                ? run.Flow.Append(HistoryEventType.MapStateStarted, new EventDetails.MapStateStarted(items.Count))
                : run.Flow.Previous,
        };
        return await iterations.RunAsync(limit);
    }

    private sealed class Iterations(StateRun run, State.Map map, JsonArray items, Json input, PastState? past) : IDisposable
    {
        private readonly Json[] outputs = new Json[items.Count];
        private readonly Siblings siblings = new(run);
        private long lastEvent;
        private long lastSuccess;

        public required long Started { get; init; }

        public async ValueTask<Outcome> RunAsync(int limit)
        {
            for (var i = 0; i < items.Count && !siblings.IsOver; i++)
            {
                var item = new MapItem(i, items[i]);
                var selected = await SelectAsync(item);
                if (siblings.Count == limit)
                {
                    await siblings.WaitForOneAsync();
                }

                if (!siblings.IsOver)
                {
                    // The first ones follow the start of the state, the others the end of whatever made room for them.
                    siblings.Add(IterateAsync(item, selected, i < limit ? Started : lastEvent));
                }
            }

            await siblings.WaitForAllAsync();
            if (siblings.Failure is var (error, failed))
            {
                run.Flow.Previous = failed;
                return new Outcome.Failed(error);
            }

            run.Flow.Previous = items.Count == 0 ? Started : lastSuccess;
            run.Flow.AppendAside(HistoryEventType.MapStateSucceeded);
            return await run.FinishAsync(JsonArray.Owning(outputs));
        }

        public void Dispose() => siblings.Dispose();

        private async ValueTask<Json> SelectAsync(MapItem item)
        {
            try
            {
                return map.ItemSelector is null ? item.Value : await run.Data.EvaluateAsync(map.ItemSelector, input, item);
            }
            catch (StateFailure)
            {
                siblings.Stop();
                await siblings.WaitForAllAsync();
                throw;
            }
        }

        private async ValueTask IterateAsync(MapItem item, Json selected, long previous)
        {
            var before = past?.Inner(item.Index);
            var flow = new FlowRun(
                run.Flow.Execution, map.Processor, new Variables(run.Flow.Variables), item, before?.LastEvent ?? previous, siblings.Cancellation)
            {
                IsInner = true,
            };
            if (before?.Output is { } output)
            {
                outputs[item.Index] = output;
                lastSuccess = Math.Max(lastSuccess, before.LastEvent);
                return;
            }

            var details = new EventDetails.MapIteration(map.Name, item.Index);
            if (before is null)
            {
                flow.Append(HistoryEventType.MapIterationStarted, details);
            }

            try
            {
                End(item.Index, await flow.RunAsync(selected, before), flow, details);
            }
            catch (OperationCanceledException) when (!run.Flow.Execution.IsEnding)
            {
                flow.AppendAside(HistoryEventType.MapIterationAborted, details);
                throw;
            }
        }

        private void End(int index, Outcome outcome, FlowRun flow, EventDetails.MapIteration details)
        {
            switch (outcome)
            {
                case Outcome.Succeeded(var output):
                    outputs[index] = output;
                    lastEvent = flow.Previous;
                    lastSuccess = flow.AppendAside(HistoryEventType.MapIterationSucceeded, details);
                    break;
                case Outcome.Failed(var error):
                    if (!error.IsTerminal && siblings.Failure is null)
                    {
                        flow.AppendAside(HistoryEventType.MapIterationFailed, details);
                    }

                    siblings.Fail(error, flow);
                    break;
            }
        }
    }
}
