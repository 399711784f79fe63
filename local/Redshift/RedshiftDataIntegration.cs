using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Local.Integrations;
using Local.Protocol;
using StatesLanguage;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace Local.Redshift;

/// <summary><c>aws-sdk:redshiftdata:…</c>: the Data API's operations as a state machine calls them. There is no <c>.sync</c> of them: a state machine asks until a statement has ended.</summary>
internal static class RedshiftDataIntegration
{
    /// <summary>The integrations, by operation.</summary>
    public static IEnumerable<(string Name, Integration Integration)> All(RedshiftDataOperations operations) =>
    [
        ("executeStatement", Of(operations.ExecuteAsync)),
        ("batchExecuteStatement", Of(operations.BatchExecuteAsync)),
        ("describeStatement", Of(Now(operations.Describe))),
        ("getStatementResult", Of(Now(operations.Results))),
        ("listStatements", Of(Now(operations.List))),
        ("cancelStatement", Of(Now(operations.Cancel))),
    ];

    private static Integration Of(Func<JsonObject, CancellationToken, Task<JsonObject>> operation) => async (parameters, cancellation) =>
    {
        try
        {
            var answer = await operation((JsonObject)JsonNode.Parse(parameters.ToString())!, cancellation);
            Show(answer);
            return new TaskOutcome.Succeeded(answer.ToJson());
        }
        catch (AwsException refused)
        {
            return TaskFailure.Of($"RedshiftData.{refused.Code}", refused.Message);
        }
    };

    private static Func<JsonObject, CancellationToken, Task<JsonObject>> Now(Func<JsonObject, JsonObject> operation) =>
        (request, _) => Task.FromResult(operation(request));

    // Step Functions shows times as texts where the protocol has seconds.
    private static void Show(JsonNode? answer)
    {
        switch (answer)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (name is "CreatedAt" or "UpdatedAt" && value?.GetValueKind() == JsonValueKind.Number)
                    {
                        members[name] = DateTimeOffset.FromUnixTimeMilliseconds((long)((decimal)value * 1000))
                            .ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
                    }
                    else
                    {
                        Show(value);
                    }
                }

                break;
            case System.Text.Json.Nodes.JsonArray items:
                foreach (var item in items)
                {
                    Show(item);
                }

                break;
        }
    }
}
