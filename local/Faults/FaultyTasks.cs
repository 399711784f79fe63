using JsonValues;
using StatesLanguage;

namespace Local.Faults;

/// <summary>Calls of Task states that fail, come late, or lose part of what they carry.</summary>
internal sealed class FaultyTasks(ITaskService tasks, FaultDecisions decisions, CrashPoints crashes, TimeProvider clock) : ITaskService
{
    // Nobody would wait for the timeout of a query.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly FaultyBatches batches = new(tasks);

    public async Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation)
    {
        var fate = decisions.Next(call.StateName, CallSubject.Of(call));
        if (ServiceOf(call) is not { } service || !fate.Meets(service))
        {
            return await DoAsync(call, fate, cancellation);
        }

        var error = fate.Of(PassingError.Of(service), "error");
        if (error.IsAfterEffect)
        {
            await FinishAsync(await DoAsync(call, fate, cancellation), cancellation);
        }

        return new TaskOutcome.Failed(new(error.Name, error.Cause));
    }

    private static string? ServiceOf(TaskCall call) => call.Resource switch
    {
        TaskResource.Function or TaskResource.Integration { Service: "lambda" } => FaultNames.Lambda,
        TaskResource.Integration { Service: "athena" } => FaultNames.Athena,
        TaskResource.Integration { Service: "aws-sdk:redshiftdata" } => FaultNames.Redshift,
        TaskResource.Integration { Service: "aws-sdk:s3" } => FaultNames.S3,
        TaskResource.Integration { Service: "aws-sdk:sfn" } => FaultNames.Sfn,
        TaskResource.Integration { Service: "aws-sdk:sqs" } => FaultNames.Sqs,
        _ => null,
    };

    // A query whose start nobody heard of runs nevertheless.
    private static Task FinishAsync(TaskOutcome outcome, CancellationToken cancellation) =>
        outcome is TaskOutcome.Submitted(_, { } completion) ? completion(cancellation) : Task.CompletedTask;

    private async Task<TaskOutcome> DoAsync(TaskCall call, FaultDecision fate, CancellationToken cancellation)
    {
        var outcome = IsBatch(call) ? await batches.SendAsync(call, fate, cancellation) : await tasks.RunAsync(call, cancellation);
        crashes.Pass(call.StateName);
        if (call.Timeout <= LongestWait && fate.Meets(FaultNames.Slow))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellation);
        }

        return outcome;
    }

    private static bool IsBatch(TaskCall call) =>
        call is { Resource: TaskResource.Integration { Service: "aws-sdk:sqs", Operation: "sendMessageBatch" }, Parameters: JsonObject parameters }
        && parameters["Entries"] is JsonArray;
}
