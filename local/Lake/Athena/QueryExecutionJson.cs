using System.Text.Json.Nodes;

namespace Lake.Athena;

/// <summary>The shape in which the API shows a query.</summary>
internal static class QueryExecutionJson
{
    public static JsonObject Of(QueryExecution query, Func<DateTimeOffset, JsonNode> time)
    {
        var json = new JsonObject
        {
            ["QueryExecutionId"] = query.QueryExecutionId,
            ["Query"] = query.Request.QueryString,
            ["StatementType"] = query.StatementType,
            ["ResultConfiguration"] = new JsonObject { ["OutputLocation"] = query.OutputLocation },
            ["ResultReuseConfiguration"] = new JsonObject { ["ResultReuseByAgeConfiguration"] = new JsonObject { ["Enabled"] = false } },
            ["QueryExecutionContext"] = Context(query.Request),
            ["Status"] = Status(query, time),
            ["Statistics"] = Statistics(query),
            ["WorkGroup"] = query.Request.WorkGroup,
            ["EngineVersion"] = new JsonObject
            {
                ["SelectedEngineVersion"] = "AUTO",
                ["EffectiveEngineVersion"] = "Athena engine version 3",
            },
            ["SubstatementType"] = query.SubstatementType,
        };
        if (query.Request.ExecutionParameters.Count > 0)
        {
            json["ExecutionParameters"] = new JsonArray([.. query.Request.ExecutionParameters.Select(parameter => JsonValue.Create(parameter))]);
        }

        return json;
    }

    private static JsonObject Context(QueryRequest request)
    {
        var context = new JsonObject { ["Catalog"] = request.Catalog.ToLowerInvariant() };
        if (request.Database is { } database)
        {
            context["Database"] = database;
        }

        return context;
    }

    private static JsonObject Status(QueryExecution query, Func<DateTimeOffset, JsonNode> time)
    {
        var status = new JsonObject { ["State"] = query.State.Text(), ["SubmissionDateTime"] = time(query.SubmissionDateTime) };
        if (query.CompletionDateTime is { } completion)
        {
            status["CompletionDateTime"] = time(completion);
        }

        if (query.StateChangeReason is not null)
        {
            status["StateChangeReason"] = query.StateChangeReason;
        }

        if (query.Error is not null)
        {
            status["AthenaError"] = query.Error.ToJson();
        }

        return status;
    }

    private static JsonObject Statistics(QueryExecution query)
    {
        var statistics = new JsonObject
        {
            ["EngineExecutionTimeInMillis"] = Milliseconds(query.EngineTime),
            ["DataScannedInBytes"] = query.DataScannedInBytes,
            ["TotalExecutionTimeInMillis"] = Milliseconds(query.QueueTime + query.EngineTime + query.ServiceTime),
            ["QueryQueueTimeInMillis"] = Milliseconds(query.QueueTime),
            ["ServiceProcessingTimeInMillis"] = Milliseconds(query.ServiceTime),
            ["ResultReuseInformation"] = new JsonObject { ["ReusedPreviousResult"] = false },
        };
        if (query.DataManifestLocation is not null)
        {
            statistics["DataManifestLocation"] = query.DataManifestLocation;
        }

        return statistics;
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
