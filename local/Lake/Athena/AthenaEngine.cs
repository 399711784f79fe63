using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Lake.S3;

namespace Lake.Athena;

/// <summary>Athena on one machine: DuckDB over the lake's files.</summary>
/// <param name="store">The folder of the lake and the results.</param>
/// <param name="options">The lake.</param>
/// <param name="clock">Times of the executions.</param>
/// <param name="ids">Gives each query an id that no other has; Athena's are UUIDs.</param>
/// <param name="queries">The queries that were started before.</param>
/// <param name="runner">Runs the queries in other processes; null: this process runs them, and the memory of one query is not bounded.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore's wait handle is never made.")]
public sealed class AthenaEngine(
    S3Folder store, AthenaOptions options, TimeProvider clock, Func<string> ids, IQueryStore queries, IQueryRunner? runner = null) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RunningQuery> running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim places = new(options.ConcurrentQueries);
    private readonly Lock starting = new();
    private volatile bool ends;

    /// <summary>Runs a query that another process has taken, to its end, whatever that is.</summary>
    /// <param name="store">Where the lake and the result are.</param>
    /// <param name="options">The lake.</param>
    /// <param name="query">The query as it was submitted, with the time that it waited.</param>
    /// <param name="clock">Times it.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="AthenaException">The request is refused.</exception>
    public static QueryExecution Run(
        S3Folder store, AthenaOptions options, QueryExecution query, TimeProvider clock, CancellationToken cancellation) =>
        new LakeQuery(store, options, query.Request, clock, query.QueryExecutionId, query.SubmissionDateTime).Run(query.QueueTime, cancellation);

    /// <summary>Starts a query, or answers with the one that the same request has started before.</summary>
    /// <returns>The query, which goes on, once it is kept.</returns>
    /// <exception cref="AthenaException">
    /// The request or its statement's outer form is refused, or too many queries are active: nothing was started.
    /// </exception>
    public async Task<QueryExecution> StartAsync(QueryRequest request)
    {
        var query = new LakeQuery(store, options, request, clock, ids(), clock.GetUtcNow());
        Task kept;
        lock (starting)
        {
            if (request.ClientRequestToken is { } token && queries.FindByToken(token) is { } earlier)
            {
                return earlier.Request.Asks(request)
                    ? earlier
                    : throw AthenaException.InvalidRequest("Idempotent parameters do not match");
            }

            if (running.Count >= options.ActiveQueries)
            {
                throw AthenaException.TooManyQueries();
            }

            kept = queries.SaveAsync(query.Execution);
            var started = running[query.Execution.QueryExecutionId] = new(query.Execution);
            started.Completion = Task.Run(() => KeepAsync(query, started, kept));
        }

        await kept;
        return query.Execution;
    }

    /// <exception cref="AthenaException">No query has that id.</exception>
    public QueryExecution Get(string id) =>
        running.TryGetValue(id, out var query) ? query.Execution
        : queries.Find(id) ?? throw AthenaException.InvalidRequest($"QueryExecution {id} was not found");

    /// <summary>The queries that are kept, the latest first.</summary>
    public IReadOnlyList<QueryExecution> List() =>
        [.. queries.List().Reverse().Select(kept => running.TryGetValue(kept.QueryExecutionId, out var query) ? query.Execution : kept)];

    /// <summary>Waits until a query has ended, in whatever state.</summary>
    /// <exception cref="AthenaException">No query has that id.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up waiting; the query goes on.</exception>
    public async Task<QueryExecution> WaitAsync(string id, CancellationToken cancellation = default) =>
        running.TryGetValue(id, out var query) ? await query.Completion.WaitAsync(cancellation) : Get(id);

    /// <summary>Cancels a query; one that has ended stays as it is.</summary>
    /// <exception cref="AthenaException">No query has that id.</exception>
    public void Stop(string id)
    {
        if (running.TryGetValue(id, out var query))
        {
            query.Cancellation.Cancel();
        }
        else
        {
            Get(id);
        }
    }

    /// <summary>Ends what runs, as interrupted, and waits no longer for it than for any query that is stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        ends = true;
        var left = running.Values.ToList();
        foreach (var query in left)
        {
            await query.Cancellation.CancelAsync();
        }

        await Task.WhenAll(left.Select(Task (query) => query.Completion)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<QueryExecution> KeepAsync(LakeQuery query, RunningQuery started, Task kept)
    {
        await kept;
        var ended = await EndAsync(query, started);
        if (ends && ended.State == QueryState.Cancelled && started.Cancellation.IsCancellationRequested)
        {
            ended = query.Execution.Interrupted(clock.GetUtcNow());
        }

        await queries.SaveAsync(ended);
        running.TryRemove(ended.QueryExecutionId, out _);
        return ended;
    }

    private async Task<QueryExecution> EndAsync(LakeQuery query, RunningQuery started)
    {
        var submitted = clock.GetTimestamp();
        try
        {
            await places.WaitAsync(started.Cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            return query.Cancelled(clock.GetElapsedTime(submitted));
        }

        var waited = clock.GetElapsedTime(submitted);
        started.Execution = query.Execution with { State = QueryState.Running, QueueTime = waited };
        var late = new CancellationTokenSource(options.TimeLimit, clock);
        var ended = await RunAsync(query, waited, CancellationTokenSource.CreateLinkedTokenSource(started.Cancellation.Token, late.Token));
        var wasLate = ended.State == QueryState.Cancelled && late.IsCancellationRequested && !started.Cancellation.IsCancellationRequested;
        late.Dispose();
        return wasLate ? query.TimedOut(waited, options.TimeLimit) : ended;
    }

    /// <summary>Runs a query, and leaves it to itself when it goes on for too long after its end was asked for.</summary>
    /// <remarks>
    /// Some of DuckDB's functions cannot be interrupted. Such a query holds its place until the function is done or its process is
    /// ended, and its result is not kept.
    /// </remarks>
    private async Task<QueryExecution> RunAsync(LakeQuery query, TimeSpan waited, CancellationTokenSource end)
    {
        var begun = clock.GetTimestamp();
        var work = WorkAsync();

        // A thread of this machine is waited for, so that its own time counts and not the clock's.
        using var left = new CancellationTokenSource();
        await using var asked = end.Token.Register(() => left.CancelAfter(options.StopGrace));
        try
        {
            return await work.WaitAsync(left.Token);
        }
        catch (OperationCanceledException)
        {
            return query.Cancelled(waited) with { EngineTime = clock.GetElapsedTime(begun) };
        }

        async Task<QueryExecution> WorkAsync()
        {
            try
            {
                return runner is null
                    ? await Task.Run(() => query.Run(waited, end.Token))
                    : await runner.RunAsync(query.Execution with { QueueTime = waited }, end.Token);
            }
            finally
            {
                places.Release();
                end.Dispose();
            }
        }
    }

    private sealed class RunningQuery(QueryExecution execution)
    {
        public QueryExecution Execution { get; set; } = execution;

        public Task<QueryExecution> Completion { get; set; } = Task.FromResult(execution);

        public CancellationTokenSource Cancellation { get; } = new();
    }
}
