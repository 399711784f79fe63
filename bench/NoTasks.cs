using StatesLanguage;

namespace Bench;

/// <summary>The task service of state machines without a Task.</summary>
internal sealed class NoTasks : ITaskService
{
    public Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation) => throw new NotSupportedException();
}
