using System.Globalization;
using Lake.Athena;
using Local.Athena;
using Local.Names;
using Local.Services;
using Replenishment;
using Workflow;

namespace Local.Report;

/// <summary>What a report asks the lake besides the execution.</summary>
internal sealed class LakeQuestions(Stage stage)
{
    // Of its own, so that the list of what a person asked stays theirs.
    private const string WorkGroup = "report";

    /// <summary>Readings of the window that were left out, by reason.</summary>
    public async Task<IReadOnlyList<NamedCount>> DirtyReadingsAsync(string asOf, int lookbackDays, CancellationToken cancellation)
    {
        var rows = await AskAsync(
            WorkflowFiles.Read(WorkflowFiles.DirtyReadings),
            [$"'{asOf}'", $"'{asOf}'", lookbackDays.ToString(CultureInfo.InvariantCulture), $"'{asOf}'"],
            cancellation);
        return [.. rows.Select(row => new NamedCount(row[0], long.Parse(row[1], CultureInfo.InvariantCulture)))];
    }

    /// <summary>The names of stores and depots, by id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(CancellationToken cancellation)
    {
        var rows = await AskAsync(
            "SELECT store_id, name FROM stores UNION ALL SELECT depot_id, name FROM depots", [], cancellation);
        return rows.DistinctBy(row => row[0]).ToDictionary(row => row[0], row => row[1]);
    }

    /// <summary>What the last dispatched execution put on trucks; a load that the stream carried twice is there once.</summary>
    public async Task<IReadOnlyList<DispatchedLoad>> LastDispatchAsync(CancellationToken cancellation)
    {
        var rows = await AskAsync(DispatchedLoad.Query("(SELECT max_by(execution_id, dispatched_at) FROM dispatches)"), [], cancellation);
        return [.. rows.Select(DispatchedLoad.Of).Distinct()];
    }

    /// <summary>What an execution put on trucks; a load that the stream carried twice is there once.</summary>
    public async Task<IReadOnlyList<DispatchedLoad>> DispatchAsync(string executionArn, CancellationToken cancellation)
    {
        var rows = await AskAsync(DispatchedLoad.Query("?"), [$"'{executionArn.Replace("'", "''", StringComparison.Ordinal)}'"], cancellation);
        return [.. rows.Select(DispatchedLoad.Of).Distinct()];
    }

    /// <summary>The dispatches of all executions, the newest first.</summary>
    public async Task<IReadOnlyList<DispatchSummary>> DispatchesAsync(CancellationToken cancellation)
    {
        var rows = await AskAsync(DispatchSummary.Query, [], cancellation);
        return [.. rows.Select(DispatchSummary.Of)];
    }

    /// <summary>The clean readings of a time, first and last moment included.</summary>
    public async Task<IReadOnlyList<Reading>> ReadingsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        // A store may be offline for a day and send what it counted then.
        var rows = await AskAsync(
            string.Create(CultureInfo.InvariantCulture, $"""
                SELECT event_id, store_id, product_id, on_hand, date_format(recorded_at, '%Y-%m-%dT%H:%i:%s')
                FROM inventory
                WHERE dt BETWEEN '{from:yyyy-MM-dd}' AND '{until.AddDays(1):yyyy-MM-dd}'
                    AND recorded_at BETWEEN TIMESTAMP '{from:yyyy-MM-dd HH:mm:ss}' AND TIMESTAMP '{until:yyyy-MM-dd HH:mm:ss}'
                    AND trim(event_id) <> '' AND trim(store_id) <> '' AND trim(product_id) <> '' AND on_hand >= 0
                """),
            [],
            cancellation);
        return [.. rows.Select(row => new Reading(
            row[0],
            row[1],
            row[2],
            long.Parse(row[3], CultureInfo.InvariantCulture),
            null,
            null,
            null,
            null,
            null,
            DateTimeOffset.Parse(row[4], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)))];
    }

    private async Task<IReadOnlyList<IReadOnlyList<string>>> AskAsync(
        string sql, IReadOnlyList<string> parameters, CancellationToken cancellation)
    {
        var started = await stage.Athena.StartAsync(new(sql, AthenaWorkGroup.Location)
        {
            ExecutionParameters = parameters,
            Database = LocalNames.Database,
            WorkGroup = WorkGroup,
        });
        var query = await stage.Athena.WaitAsync(started.QueryExecutionId, cancellation);
        return query.State == QueryState.Succeeded ? QueryRows.Read(stage.Lake, query) : throw new QueryException(query.StateChangeReason ?? query.State.Text());
    }
}

/// <summary>A query that the program itself asks failed; the message is Athena's.</summary>
internal sealed class QueryException(string message) : Exception(message);
