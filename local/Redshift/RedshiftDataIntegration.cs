using System.Globalization;
using JsonValues;
using Local.Integrations;
using Local.Protocol;
using StatesLanguage;

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
            return new TaskOutcome.Succeeded(Shown(await operation(parameters, cancellation)));
        }
        catch (AwsException refused)
        {
            return TaskFailure.Of($"RedshiftData.{refused.Code}", refused.Message);
        }
    };

    private static Func<JsonObject, CancellationToken, Task<JsonObject>> Now(Func<JsonObject, JsonObject> operation) =>
        (request, _) => Task.FromResult(operation(request));

    // Step Functions shows times as texts where the protocol has seconds.
    private static Json Shown(Json answer) => answer switch
    {
        JsonObject members => JsonObject.Of(members.Select(member => KeyValuePair.Create(member.Key, member switch
        {
            { Key: "CreatedAt" or "UpdatedAt", Value: JsonNumber seconds } => Time(seconds),
            var (_, value) => Shown(value),
        }))),
        JsonArray items => JsonArray.Of(items.Select(Shown)),
        _ => answer,
    };

    private static Json Time(JsonNumber seconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds.Value * 1000))
        .ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
