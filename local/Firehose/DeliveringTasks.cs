using StatesLanguage;

namespace Local.Firehose;

/// <summary>Lets a state machine's query see every record that a stream has answered for.</summary>
internal sealed class DeliveringTasks(ITaskService tasks, DeliveryStreams streams) : ITaskService
{
    public async Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation)
    {
        if (call.Resource is TaskResource.Integration { Service: "athena" })
        {
            await streams.DeliverAsync(cancellation);
        }

        return await tasks.RunAsync(call, cancellation);
    }
}
