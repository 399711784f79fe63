using JsonValues;
using Lake.Athena;
using Local.Integrations;
using StatesLanguage;

namespace Local.Athena;

/// <summary><c>athena:startQueryExecution.sync</c>: starts a query and waits for its end.</summary>
internal sealed class AthenaIntegration(Func<AthenaEngine> athena)
{
    public async Task<TaskOutcome> StartQueryExecutionAsync(JsonObject parameters, CancellationToken cancellation)
    {
        var id = (await athena().StartAsync(Request(parameters))).QueryExecutionId;
        return new TaskOutcome.Submitted(
            JsonObject.Of(("QueryExecutionId", Json.Of(id))), waiting => CompleteAsync(id, waiting));
    }

    private static QueryRequest Request(JsonObject parameters)
    {
        var group = AthenaWorkGroup.Check((parameters["WorkGroup"] as JsonString)?.Value);
        var location = (parameters["ResultConfiguration"] as JsonObject)?["OutputLocation"] as JsonString;
        return new(parameters.Text("QueryString"), AthenaWorkGroup.OutputLocation(group, location?.Value))
        {
            ExecutionParameters =
                [.. (parameters["ExecutionParameters"] as JsonArray ?? JsonArray.Empty).OfType<JsonString>().Select(text => text.Value)],
            Database = (parameters["QueryExecutionContext"] as JsonObject)?.Text("Database"),
            WorkGroup = group,
        };
    }

    private async Task<TaskOutcome> CompleteAsync(string id, CancellationToken waiting)
    {
        try
        {
            var query = await athena().WaitAsync(id, waiting);
            var answer = JsonObject.Of(("QueryExecution", query.ToJson()));
            return query.State == QueryState.Succeeded
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
