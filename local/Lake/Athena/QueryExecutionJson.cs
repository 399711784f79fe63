using JsonValues;

namespace Lake.Athena;

/// <summary>The shape in which the API shows a query.</summary>
internal static class QueryExecutionJson
{
    public static JsonObject Of(QueryExecution query, Func<DateTimeOffset, Json> time) => JsonObject.OfPresent(
        ("QueryExecutionId", query.QueryExecutionId),
        ("Query", query.Request.QueryString),
        ("StatementType", query.StatementType),
        ("ResultConfiguration", JsonObject.Of(("OutputLocation", query.OutputLocation))),
        ("ResultReuseConfiguration", JsonObject.Of(("ResultReuseByAgeConfiguration", JsonObject.Of(("Enabled", false))))),
        ("QueryExecutionContext", JsonObject.OfPresent(("Catalog", query.Request.Catalog.ToLowerInvariant()), ("Database", query.Request.Database))),
        ("Status", Status(query, time)),
        ("Statistics", Statistics(query)),
        ("WorkGroup", query.Request.WorkGroup),
        ("EngineVersion", JsonObject.Of(("SelectedEngineVersion", "AUTO"), ("EffectiveEngineVersion", "Athena engine version 3"))),
        ("SubstatementType", query.SubstatementType),
        ("ExecutionParameters", query.Request.ExecutionParameters is { Count: > 0 } parameters ? JsonArray.Of(parameters.Select(Json.Of)) : null));

    private static JsonObject Status(QueryExecution query, Func<DateTimeOffset, Json> time) => JsonObject.OfPresent(
        ("State", query.State.Text()),
        ("SubmissionDateTime", time(query.SubmissionDateTime)),
        ("CompletionDateTime", query.CompletionDateTime is { } completion ? time(completion) : null),
        ("StateChangeReason", query.StateChangeReason),
        ("AthenaError", query.Error?.ToJson()));

    private static JsonObject Statistics(QueryExecution query) => JsonObject.OfPresent(
        ("EngineExecutionTimeInMillis", Milliseconds(query.EngineTime)),
        ("DataScannedInBytes", query.DataScannedInBytes),
        ("TotalExecutionTimeInMillis", Milliseconds(query.QueueTime + query.EngineTime + query.ServiceTime)),
        ("QueryQueueTimeInMillis", Milliseconds(query.QueueTime)),
        ("ServiceProcessingTimeInMillis", Milliseconds(query.ServiceTime)),
        ("ResultReuseInformation", JsonObject.Of(("ReusedPreviousResult", false))),
        ("DataManifestLocation", query.DataManifestLocation));

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
