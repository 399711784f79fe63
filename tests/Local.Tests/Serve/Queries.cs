using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

/// <summary>Asks Athena through the API.</summary>
internal static class Queries
{
    /// <returns>The id of a query that has ended.</returns>
    public static async Task<string> RunAsync(Served served, string sql, params string[] parameters)
    {
        var request = new JsonObject { ["QueryString"] = sql };
        if (parameters.Length > 0)
        {
            request["ExecutionParameters"] = new JsonArray([.. parameters.Select(parameter => JsonValue.Create(parameter))]);
        }

        var id = (string)(await served.CallAsync("AmazonAthena.StartQueryExecution", request.ToJsonString()))["QueryExecutionId"]!;
        await served.Stage.Athena.WaitAsync(id, TestContext.Current.CancellationToken);
        return id;
    }

    /// <returns>The first value of the first row.</returns>
    public static async Task<string> ValueAsync(Served served, string sql)
    {
        var id = await RunAsync(served, sql);
        var results = await served.CallAsync("AmazonAthena.GetQueryResults", $$"""{"QueryExecutionId":"{{id}}"}""");
        return (string)results["ResultSet"]!["Rows"]![1]!["Data"]![0]!["VarCharValue"]!;
    }
}
