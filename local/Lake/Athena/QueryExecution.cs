using System.Text.Json.Serialization;
using JsonValues;
using Lake.DuckDb;

namespace Lake.Athena;

/// <summary>A query as <c>GetQueryExecution</c> describes it.</summary>
public sealed record QueryExecution
{
    public required string QueryExecutionId { get; init; }

    /// <summary>The statement as it was sent.</summary>
    public required QueryRequest Request { get; init; }

    /// <summary><c>DML</c>, <c>DDL</c> or <c>UTILITY</c>.</summary>
    public required string StatementType { get; init; }

    /// <summary><c>SELECT</c>, <c>UNLOAD</c>, <c>SHOW</c> …</summary>
    public required string SubstatementType { get; init; }

    /// <summary>The result's object; an UNLOAD's name without the endings of its files.</summary>
    public required string OutputLocation { get; init; }

    public required DateTimeOffset SubmissionDateTime { get; init; }

    public QueryState State { get; init; }

    public DateTimeOffset? CompletionDateTime { get; init; }

    /// <summary>The reason why the query failed or was cancelled.</summary>
    public string? StateChangeReason { get; init; }

    public AthenaError? Error { get; init; }

    public TimeSpan QueueTime { get; init; }

    public TimeSpan EngineTime { get; init; }

    public TimeSpan ServiceTime { get; init; }

    /// <summary>Bytes read from the lake's files, after leaving out partitions, columns and row groups.</summary>
    public long DataScannedInBytes { get; init; }

    /// <summary>The object that names the data files of an UNLOAD; null for other statements.</summary>
    public string? DataManifestLocation { get; init; }

    /// <summary>The result's columns, where it has any.</summary>
    public IReadOnlyList<DuckDbColumn> Columns { get; init; } = [];

    [JsonIgnore]
    public bool IsFinished => State is QueryState.Succeeded or QueryState.Failed or QueryState.Cancelled;

    /// <summary>The end of a query whose process died before it ended.</summary>
    public QueryExecution Interrupted(DateTimeOffset found) => Failed(AthenaError.Interrupted, found);

    public QueryExecution Failed(AthenaError error, DateTimeOffset at) => this with
    {
        State = QueryState.Failed,
        StateChangeReason = error.Text,
        Error = error,
        CompletionDateTime = at,
    };

    /// <summary>The object <c>QueryExecution</c> of the API's answer.</summary>
    /// <param name="time">
    /// Writes times in the form of the caller's protocol; without it, they are written as Step Functions does:
    /// milliseconds since 1970.
    /// </param>
    public JsonObject ToJson(Func<DateTimeOffset, Json>? time = null) =>
        QueryExecutionJson.Of(this, time ?? (instant => instant.ToUnixTimeMilliseconds()));
}
