using System.Collections.Concurrent;
using Local.Executions;
using StatesLanguage;

namespace Local.Services;

/// <summary>The map runs of all executions, as they stand: those of this process at hand, others from their folders.</summary>
internal sealed class MapRuns(ExecutionStore store)
{
    private readonly ConcurrentDictionary<string, JsonObject> runs = new();

    /// <summary>The last part of a map run's ARN, by which its execution keeps it.</summary>
    public static string Id(string arn) => arn[(arn.LastIndexOf(':') + 1)..];

    /// <returns>The map run as DescribeMapRun shows it.</returns>
    public JsonObject Save(MapRun run) => runs[run.MapRunArn] = MapRunJson.OfApi(run);

    /// <returns>The map run as DescribeMapRun shows it; null where there is none.</returns>
    public JsonObject? Find(string arn) =>
        runs.TryGetValue(arn, out var run) ? run
        : store.FindMapRun(arn, Id(arn)) is { } kept ? (JsonObject)Json.Parse(kept)
        : null;

    /// <summary><c>aws-sdk:sfn:describeMapRun</c>.</summary>
    public Task<TaskOutcome> DescribeAsync(JsonObject parameters, CancellationToken cancellation)
    {
        var arn = parameters.Text("MapRunArn");
        return Task.FromResult(Find(arn) is { } run
            ? new TaskOutcome.Succeeded(MapRunJson.OfSdk(run))
            : LocalTasks.Fail("Sfn.ResourceNotFoundException", $"Resource not found: '{arn}'"));
    }
}
