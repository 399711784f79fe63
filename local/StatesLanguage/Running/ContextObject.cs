using StatesLanguage.Payloads;

namespace StatesLanguage.Running;

/// <summary>The context object <c>$$</c>, made when it is needed.</summary>
internal sealed class ContextObject(Execution execution)
{
    private JsonObject? fixedPart;

    public JsonObject For(StateRun run, MapItem? item, string? token)
    {
        var context = (fixedPart ??= Fixed()).With("State", State(run));
        if (item is not null)
        {
            context = context.With("Map", item.ToJson());
        }

        return token is null ? context : context.With("Task", JsonObject.Of(("Token", Json.Of(token))));
    }

    private JsonObject Fixed()
    {
        var start = execution.Start;
        var shown = JsonObject.Of(
            ("Id", Json.Of(start.ExecutionArn)),
            ("Input", start.Input),
            ("StartTime", Json.Of(Timestamps.Format(execution.StartTime))),
            ("Name", Json.Of(start.Name)),
            ("RoleArn", Json.Of(start.RoleArn)));
        if (!start.IsSynchronous)
        {
            shown = shown.With("RedriveCount", Json.Of(execution.RedriveCount));
        }

        if (execution.RedriveTime is { } redriven)
        {
            shown = shown.With("RedriveTime", Json.Of(Timestamps.Format(redriven)));
        }

        return JsonObject.Of(
            ("Execution", shown),
            ("StateMachine", JsonObject.Of(
                ("Id", Json.Of(start.StateMachineArn)),
                ("Name", Json.Of(start.StateMachineName)))));
    }

    // Only states that can be retried count their retries.
    private static JsonObject State(StateRun run)
    {
        var state = JsonObject.Of(
            ("Name", Json.Of(run.State.Name)), ("EnteredTime", Json.Of(Timestamps.Format(run.EnteredTime))));
        return run.State is StatesLanguage.State.Task or StatesLanguage.State.Map or StatesLanguage.State.Parallel
            ? state.With("RetryCount", Json.Of(run.RetryCount))
            : state;
    }
}
