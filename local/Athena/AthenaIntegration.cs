using Lake.Athena;
using Local.Integrations;
using Local.Names;
using StatesLanguage;
using Workflow;

namespace Local.Athena;

/// <summary><c>athena:startQueryExecution.sync</c>: starts a query and waits for its end.</summary>
internal sealed class AthenaIntegration(Func<AthenaEngine> athena)
{
    // The workgroup's: it overrides what a request says, as an enforced workgroup configuration does.
    public const string OutputLocation = $"s3://{LocalNames.LakeBucket}/{LakeLayout.QueryResults}";

    public async Task<TaskOutcome> StartQueryExecutionAsync(JsonObject parameters, CancellationToken cancellation)
    {
        var id = (await athena().StartAsync(Request(parameters))).QueryExecutionId;
        return new TaskOutcome.Submitted(
            JsonObject.Of(("QueryExecutionId", Json.Of(id))), waiting => CompleteAsync(id, waiting));
    }

    private static QueryRequest Request(JsonObject parameters) =>
        new(parameters.Text("QueryString"), OutputLocation)
        {
            ExecutionParameters =
                [.. (parameters["ExecutionParameters"] as JsonArray ?? JsonArray.Empty).OfType<JsonString>().Select(text => text.Value)],
            Database = (parameters["QueryExecutionContext"] as JsonObject)?.Text("Database"),
            WorkGroup = parameters["WorkGroup"] is JsonString group ? group.Value : "primary",
        };

    private async Task<TaskOutcome> CompleteAsync(string id, CancellationToken waiting)
    {
        try
        {
            var query = await athena().WaitAsync(id, waiting);
            var answer = JsonObject.Of(("QueryExecution", query.ToJson().ToJson()));
            return query.State == "SUCCEEDED"
                ? new TaskOutcome.Succeeded(answer)
                : TaskFailure.Of(StatesError.TaskFailed, answer.ToString());
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the answer any more: the task timed out, or the execution was stopped.
            athena().Stop(id);
            throw;
        }
    }
}
