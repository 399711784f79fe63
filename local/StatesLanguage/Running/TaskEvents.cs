using System.Diagnostics;

namespace StatesLanguage.Running;

/// <summary>The events of one call, by the kind of its resource.</summary>
internal readonly struct TaskEvents(FlowRun flow, TaskResource resource)
{
    public void Scheduled(Json parameters, TimeSpan? timeout, TimeSpan? heartbeat, string? role)
    {
        var (limit, beat) = ((long?)timeout?.TotalSeconds, (long?)heartbeat?.TotalSeconds);
        switch (resource)
        {
            case TaskResource.Integration integration:
                flow.Append(HistoryEventType.TaskScheduled, new EventDetails.TaskScheduled(integration, flow.Execution.Host.Region, parameters)
                {
                    TimeoutSeconds = limit,
                    HeartbeatSeconds = beat,
                    RoleArn = role,
                });
                break;
            default:
                var isFunction = resource is TaskResource.Function;
                flow.Append(
                    isFunction ? HistoryEventType.LambdaFunctionScheduled : HistoryEventType.ActivityScheduled,
                    new EventDetails.WorkScheduled(resource.Arn, parameters)
                    {
                        TimeoutSeconds = limit,
                        HeartbeatSeconds = isFunction ? null : beat,
                        RoleArn = role,
                    });
                break;
        }
    }

    public void Started() => Append(
        HistoryEventType.TaskStarted, HistoryEventType.LambdaFunctionStarted, HistoryEventType.ActivityStarted,
        integration => new EventDetails.TaskStarted(integration), null);

    public void Submitted(Json response) => _ = resource switch
    {
        TaskResource.Integration integration => flow.Append(HistoryEventType.TaskSubmitted, new EventDetails.TaskAnswered(integration, response)),
        TaskResource.Activity => flow.Append(
            HistoryEventType.ActivityStarted, response is JsonString worker ? new EventDetails.ActivityStarted(worker.Value) : null),
        _ => 0,
    };

    public void Succeeded(Json output) => Append(
        HistoryEventType.TaskSucceeded, HistoryEventType.LambdaFunctionSucceeded, HistoryEventType.ActivitySucceeded,
        integration => new EventDetails.TaskAnswered(integration, output), new EventDetails.WorkSucceeded(output));

    public void Failed(StatesError error) => Append(
        HistoryEventType.TaskFailed, HistoryEventType.LambdaFunctionFailed, HistoryEventType.ActivityFailed,
        integration => new EventDetails.TaskFailed(integration, error), new EventDetails.Failed(error));

    public void TimedOut(StatesError error) => Append(
        HistoryEventType.TaskTimedOut, HistoryEventType.LambdaFunctionTimedOut, HistoryEventType.ActivityTimedOut,
        integration => new EventDetails.TaskFailed(integration, error), new EventDetails.Failed(error));

    private void Append(
        HistoryEventType task, HistoryEventType function, HistoryEventType activity,
        Func<TaskResource.Integration, EventDetails> taskDetails, EventDetails? details) => _ = resource switch
        {
            TaskResource.Integration integration => flow.Append(task, taskDetails(integration)),
            TaskResource.Function => flow.Append(function, details),
            TaskResource.Activity => flow.Append(activity, details),
            _ => throw new UnreachableException($"No events tell of {resource.GetType().Name}."),
        };
}
