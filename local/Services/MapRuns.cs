using System.Collections.Concurrent;
using StatesLanguage;

namespace Local.Services;

/// <summary>The map runs of this process's executions, as they stand.</summary>
internal sealed class MapRuns
{
    private readonly ConcurrentDictionary<string, MapRun> runs = new();

    public void Save(MapRun run) => runs[run.MapRunArn] = run;

    /// <summary><c>aws-sdk:sfn:describeMapRun</c>.</summary>
    public Task<TaskOutcome> DescribeAsync(JsonObject parameters, CancellationToken cancellation)
    {
        var arn = parameters.Text("MapRunArn");
        return Task.FromResult(runs.TryGetValue(arn, out var run)
            ? new TaskOutcome.Succeeded(MapRunJson.OfSdk(run))
            : LocalTasks.Fail("Sfn.ResourceNotFoundException", $"Resource not found: '{arn}'"));
    }
}
