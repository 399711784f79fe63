using StatesLanguage.Clocks;
using StatesLanguage.Payloads;
using StatesLanguage.Results;

namespace StatesLanguage.Running;

/// <summary>Calls what a Task state names, and waits for its end within the state's limits.</summary>
internal static class TaskWork
{
    public static async ValueTask<Outcome> RunAsync(StateRun run, State.Task task)
    {
        var byToken = task.Resource is { Pattern: TaskPattern.WaitForTaskToken } or TaskResource.Activity;
        var token = byToken ? NewToken(run.Host) : null;
        run.Data.TaskToken = task.Resource.Pattern == TaskPattern.WaitForTaskToken ? token : null;

        var input = run.Data.Input();
        var call = new TaskCall
        {
            Resource = task.Resource,
            Parameters = await run.Data.ParametersAsync(),
            StateName = task.Name,
            ExecutionArn = run.Flow.Execution.Start.ExecutionArn,
            RetryCount = run.RetryCount,
            TaskToken = token,
            Timeout = await run.DurationAsync(task.Timeout, input),
            Heartbeat = await run.DurationAsync(task.Heartbeat, input),
            RoleArn = await RoleAsync(run, task, input),
        };
        var events = new TaskEvents(run.Flow, task.Resource);
        events.Scheduled(call.Parameters, call.Timeout, call.Heartbeat, call.RoleArn);
        if (task.Resource is not TaskResource.Activity)
        {
            events.Started();
        }

        var outcome = Limit(await CallAsync(run, call, events), task.Resource);
        switch (outcome)
        {
            case TaskOutcome.Succeeded(var output):
                events.Succeeded(output);
                return await run.FinishAsync(output);
            case TaskOutcome.Failed(var error) when error.Name == StatesError.Timeout:
                events.TimedOut(error);
                return new Outcome.Failed(error);
            case TaskOutcome.Failed(var error):
                events.Failed(error);
                return new Outcome.Failed(error);
            default:
                throw new System.Diagnostics.UnreachableException($"A task does not end in {outcome}.");
        }
    }

    private static async Task<TaskOutcome> CallAsync(StateRun run, TaskCall call, TaskEvents events)
    {
        // The time of an activity begins when a worker takes it
        // (https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html, TimeoutSeconds and HeartbeatSeconds).
        var isActivity = call.Resource is TaskResource.Activity;
        using var limit = run.Host.Clock.Limit(isActivity ? null : call.Timeout, run.Past?.AttemptTime);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, run.Flow.Cancellation);

        // Before the call, since the token may come back sooner than the answer.
        using var waiting = call.TaskToken is null ? null : run.Host.Tokens.Open(call.TaskToken, isActivity ? null : call.Heartbeat, run.Host.Clock);
        try
        {
            run.Flow.Execution.History.Flush();
            both.Token.ThrowIfCancellationRequested();
            var outcome = await run.Host.Tasks.RunAsync(call, both.Token).WaitAsync(both.Token);
            if (outcome is not TaskOutcome.Submitted(var response, var completion))
            {
                if (isActivity)
                {
                    events.Started();
                }

                return outcome;
            }

            events.Submitted(response);
            if (isActivity && waiting is not null)
            {
                run.Flow.Execution.History.Flush();
                return await WorkerAsync(run, call, waiting);
            }

            return completion is not null ? await completion(both.Token).WaitAsync(both.Token)
                : waiting is not null ? await waiting.WaitAsync(both.Token)
                : throw new InvalidOperationException($"The service of '{call.StateName}' neither ends its job nor hands it to a worker.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !run.Flow.Cancellation.IsCancellationRequested)
        {
            return new TaskOutcome.Failed(new StatesError(StatesError.Timeout, null));
        }
        catch (Exception exception) when (Boundary.Takes(exception, run.Flow.Cancellation))
        {
            return new TaskOutcome.Failed(new StatesError(StatesError.TaskFailed, exception.Message));
        }
        finally
        {
            if (call.TaskToken is not null)
            {
                run.Host.Tokens.Close(call.TaskToken);
            }
        }
    }

    /// <summary>Waits for the worker that took an activity's task.</summary>
    private static async Task<TaskOutcome> WorkerAsync(StateRun run, TaskCall call, WaitingTask waiting)
    {
        using var limit = run.Host.Clock.Limit(call.Timeout, began: null);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, run.Flow.Cancellation);
        waiting.Expect(call.Heartbeat);
        try
        {
            return await waiting.WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !run.Flow.Cancellation.IsCancellationRequested)
        {
            return new TaskOutcome.Failed(new StatesError(StatesError.Timeout, null));
        }
    }

    private static TaskOutcome Limit(TaskOutcome outcome, TaskResource resource) =>
        outcome is TaskOutcome.Succeeded { Output.Utf8Length: > Payload.Limit }
            ? new TaskOutcome.Failed(new StatesError(
                StatesError.DataLimitExceeded, StateFailure.TooLarge(resource.DisplayName).Message))
            : outcome;

    private static async ValueTask<string?> RoleAsync(StateRun run, State.Task task, Json input) =>
        task.Credentials is null ? null
        : (await run.Data.EvaluateAsync(task.Credentials, input) as JsonObject)?["RoleArn"] is JsonString role ? role.Value
        : null;

    private static string NewToken(Host host) =>
        Convert.ToBase64String([.. host.Random.NewUuid().ToByteArray(), .. host.Random.NewUuid().ToByteArray()]);
}
