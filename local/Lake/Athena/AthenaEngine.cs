using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Lake.S3;

namespace Lake.Athena;

/// <summary>Athena on one machine: DuckDB over the lake's files.</summary>
/// <param name="store">Where the lake and the results are.</param>
/// <param name="options">The lake.</param>
/// <param name="clock">Times of the executions.</param>
/// <param name="ids">Gives each query an id that no other has; Athena's are UUIDs.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore's wait handle is never made.")]
public sealed class AthenaEngine(S3Folder store, AthenaOptions options, TimeProvider clock, Func<string> ids)
{
    private readonly ConcurrentDictionary<string, RunningQuery> queries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim places = new(options.ConcurrentQueries);

    /// <summary>Starts a query and returns at once.</summary>
    /// <exception cref="AthenaException">The request or its statement's outer form is refused: nothing was started.</exception>
    public QueryExecution Start(QueryRequest request)
    {
        var query = new LakeQuery(store, options, request, clock, ids());
        var running = new RunningQuery(query.Execution);
        queries[query.Execution.QueryExecutionId] = running;
        running.Completion = Task.Run(() => RunAsync(query, running));
        return running.Execution;
    }

    /// <exception cref="AthenaException">No query has that id.</exception>
    public QueryExecution Get(string id) => Find(id).Execution;

    /// <summary>The queries since the program started, the latest first.</summary>
    public IReadOnlyList<QueryExecution> List() =>
        [.. queries.Values.Select(query => query.Execution).OrderByDescending(execution => execution.SubmissionDateTime)];

    /// <summary>Waits until a query has ended, in whatever state.</summary>
    /// <exception cref="AthenaException">No query has that id.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up waiting; the query goes on.</exception>
    public async Task<QueryExecution> WaitAsync(string id, CancellationToken cancellation = default)
    {
        var query = Find(id);
        await query.Completion.WaitAsync(cancellation);
        return query.Execution;
    }

    /// <summary>Cancels a query; one that has ended stays as it is.</summary>
    /// <exception cref="AthenaException">No query has that id.</exception>
    public void Stop(string id) => Find(id).Cancellation.Cancel();

    private RunningQuery Find(string id) =>
        queries.TryGetValue(id, out var query)
            ? query
            : throw AthenaException.InvalidRequest($"QueryExecution {id} was not found");

    private async Task RunAsync(LakeQuery query, RunningQuery running)
    {
        var submitted = clock.GetTimestamp();
        try
        {
            await places.WaitAsync(running.Cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            running.Execution = query.Cancelled(clock.GetElapsedTime(submitted));
            return;
        }

        try
        {
            var waited = clock.GetElapsedTime(submitted);
            running.Execution = query.Execution with { State = "RUNNING", QueueTime = waited };
            running.Execution = query.Run(waited, running.Cancellation.Token);
        }
        finally
        {
            places.Release();
        }
    }

    private sealed class RunningQuery(QueryExecution execution)
    {
        public QueryExecution Execution { get; set; } = execution;

        public Task Completion { get; set; } = Task.CompletedTask;

        public CancellationTokenSource Cancellation { get; } = new();
    }
}
