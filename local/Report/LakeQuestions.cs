using System.Globalization;
using Lake.Athena;
using Local.Athena;
using Local.Names;
using Local.Services;
using Replenishment;
using StoreSimulation.Shopping;
using Workflow;

namespace Local.Report;

/// <summary>The queries by which a report reads the lake, besides the execution.</summary>
internal sealed class LakeQuestions(Stage stage)
{
    // The report has a workgroup of its own, so that the list of a person's queries stays theirs.
    private const string WorkGroup = "report";

    /// <summary>Readings of the window that were left out, by reason.</summary>
    public async Task<IReadOnlyList<DirtyReadings>> DirtyReadingsAsync(string asOf, int lookbackDays, CancellationToken cancellation)
    {
        var rows = await AskAsync(
            WorkflowFiles.Read(WorkflowFiles.DirtyReadings),
            [$"'{asOf}'", $"'{asOf}'", lookbackDays.ToString(CultureInfo.InvariantCulture), $"'{asOf}'"],
            cancellation);
        return DirtyReadings.Of(rows.Select(row => (row[0], row[1], long.Parse(row[2], CultureInfo.InvariantCulture))));
    }

    /// <summary>The names of stores and depots, by id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(CancellationToken cancellation)
    {
        var rows = await AskAsync(
            "SELECT store_id, name FROM stores UNION ALL SELECT depot_id, name FROM depots", [], cancellation);
        return rows.DistinctBy(row => row[0]).ToDictionary(row => row[0], row => row[1]);
    }

    /// <summary>The loads of the last execution that was dispatched; a load that the stream carried twice is there once.</summary>
    public async Task<IReadOnlyList<DispatchedLoad>> LastDispatchAsync(CancellationToken cancellation)
    {
        var rows = await AskAsync(DispatchedLoad.Query("(SELECT max_by(execution_id, dispatched_at) FROM dispatches)"), [], cancellation);
        return [.. rows.Select(DispatchedLoad.Of).Distinct()];
    }

    /// <summary>The loads of an execution; a load that the stream carried twice is there once.</summary>
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
    /// <param name="stores">Of how many stores, the first by id; null: of all.</param>
    public async Task<IReadOnlyList<Reading>> ReadingsAsync(DateTimeOffset from, DateTimeOffset until, int? stores, CancellationToken cancellation)
    {
        var rows = await AskAsync(ShelfReadings.Query(from, until, stores), [], cancellation);
        return [.. rows.Select(ShelfReadings.Of)];
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
