using StatesLanguage;

namespace Local.Firehose;

/// <summary>Lets a state machine's query, and its list of files, see every record that a stream has answered for.</summary>
internal sealed class DeliveringTasks(ITaskService tasks, DeliveryStreams streams) : ITaskService
{
    public async Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation)
    {
        if (call.Resource is TaskResource.Integration { Service: "athena" } or TaskResource.Integration { Service: "aws-sdk:s3", Operation: "listObjectsV2" })
        {
            await streams.DeliverAsync(cancellation);
        }

        return await tasks.RunAsync(call, cancellation);
    }
}
