using JsonValues;
using Lake.Athena;
using Lake.S3;
using Local.Integrations;
using Local.Sqs;
using StatesLanguage;

namespace Local.Services;

/// <summary>Runs the calls of Task states against the local services.</summary>
/// <param name="integrations">The integrations by the end of a resource's ARN, such as <c>lambda:invoke</c>.</param>
/// <param name="fields">The parameters that each integration accepts.</param>
/// <param name="functions">Calls a function that is a task's resource by its ARN.</param>
/// <param name="activities">Offers the tasks of an activity to its workers.</param>
internal sealed class LocalTasks(
    IReadOnlyDictionary<string, Integration> integrations,
    TaskFields fields,
    Func<string, Json, CancellationToken, Task<TaskOutcome>> functions,
    Func<TaskCall, CancellationToken, Task<TaskOutcome>> activities) : ITaskService
{
    /// <remarks>
    /// Any exception of a call is caught here and nowhere else: a task may fail in whatever way it likes, and Step Functions shows
    /// the exception's type as the error's name.
    /// </remarks>
    public async Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation)
    {
        switch (call.Resource)
        {
            case TaskResource.Activity:
                return await activities(call, cancellation);
            case TaskResource.Function function:
                return await DoAsync(() => functions(function.Arn, call.Parameters, cancellation), function, cancellation);
            case TaskResource.Integration resource when integrations.TryGetValue($"{resource.Service}:{resource.Action}", out var integration):
                var parameters = call.Parameters as JsonObject ?? JsonObject.Empty;
                return fields.Refuse(resource, parameters) is { } refused
                    ? new TaskOutcome.Failed(refused)
                    : await DoAsync(() => integration(parameters, cancellation), resource, cancellation);
            default:
                return TaskFailure.Of(
                    StatesError.Runtime,
                    $"The local stage has no integration {call.Resource.Arn}. It has {string.Join(", ", integrations.Keys.Order())}.");
        }
    }

    private static async Task<TaskOutcome> DoAsync(Func<Task<TaskOutcome>> work, TaskResource resource, CancellationToken cancellation)
    {
        try
        {
            // Elsewhere than on the interpreter's own turn: the work of several children then takes several processors.
            return await Task.Run(work, cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return Failure(resource, error);
        }
    }

    private static TaskOutcome Failure(TaskResource resource, Exception error) => error switch
    {
        // An optimized integration shows the older SDK's exception, which is one for nearly all that SQS refuses.
        SqsException sqs when resource is TaskResource.Integration { Service: "sqs" } => TaskFailure.Of("SQS.AmazonSQSException", sqs.Message),
        SqsException sqs => TaskFailure.Of($"Sqs.{Exceptional(sqs.Code)}", sqs.Message),
        S3Exception s3 => TaskFailure.Of($"S3.{Exceptional(s3.Code)}", s3.Message),
        AthenaException athena => TaskFailure.Of($"Athena.{Exceptional(athena.Code)}", athena.Message),
        _ => TaskFailure.Of(error.GetType().Name, error.Message),
    };

    // The SDK whose exceptions Step Functions shows is Java's.
    private static string Exceptional(string code) =>
        code.EndsWith("Exception", StringComparison.Ordinal) ? code : $"{code}Exception";
}
