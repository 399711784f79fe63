using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Lake.DuckDb;
using Lake.Redshift;
using Lake.S3;
using Local.Names;
using Local.Protocol;

namespace Local.Redshift;

/// <summary>
/// The warehouse behind the Data API: takes statements, runs them one after another, and knows what became of each. Its
/// database's file is made with the first statement.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore's wait handle is never made.")]
internal sealed class Warehouse : IAsyncDisposable
{
    // "Quotas for Amazon Redshift": active statements of the Data API.
    private const int MostActive = 500;

    private const string ProcessEnded =
        "ERROR: the process that ran the statement ended before it told of the statement's end. What was not committed is taken back. Run it again.";

    private readonly ConcurrentDictionary<string, Running> running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock starting = new();
    private readonly KeptStatements kept;
    private readonly TimeProvider clock;
    private readonly Func<string> ids;
    private readonly Lazy<RedshiftEngine> engine;
    private volatile bool ends;

    private Warehouse(S3Folder lake, string folder, TimeProvider clock, Func<string> ids)
    {
        (this.clock, this.ids) = (clock, ids);
        File = Path.Combine(folder, "warehouse.duckdb");
        kept = KeptStatements.Open(folder, clock);
        engine = new(() => RedshiftEngine.Open(lake, new(File, kept.ResultFolder), clock));
        foreach (var statement in kept.List().Where(statement => !statement.HasEnded))
        {
            // Should this append fail, the next process does the same again.
            _ = kept.SaveAsync(Ended(statement, StatementStatus.Failed, ProcessEnded));
        }
    }

    /// <summary>The path of the database.</summary>
    public string File { get; }

    /// <summary>A sentence on the last process's unfinished write, where there was one.</summary>
    public string? Recovered => kept.Recovered;

    /// <exception cref="Storage.JournalException">What is kept of the statements cannot be read.</exception>
    public static Warehouse Open(S3Folder lake, string folder, TimeProvider clock, Func<string> ids) => new(lake, folder, clock, ids);

    /// <summary>Takes statements to run, or answers with those that the same token has brought before.</summary>
    /// <exception cref="AwsException">The token came with another request, or too many statements are active.</exception>
    public async Task<Statement> SubmitAsync(StatementRequest request)
    {
        var now = clock.GetUtcNow();
        var statement = new Statement
        {
            Id = ids(),
            Request = request,
            Status = StatementStatus.Submitted,
            CreatedAt = now,
            UpdatedAt = now,
            Number = kept.NextNumber(),
            Parts = [.. request.Sqls.Select(_ => new SubStatement(StatementStatus.Submitted, now))],
        };
        Task saved;
        lock (starting)
        {
            if (request.ClientToken is { } token && kept.List().FirstOrDefault(earlier => earlier.Request.ClientToken == token) is { } earlier)
            {
                // The Data API's text for this error is not documented.
                return earlier.Request.Asks(request)
                    ? earlier
                    : throw new AwsException("ValidationException", $"The ClientToken '{token}' came before, with another request. Give each request a token of its own.");
            }

            if (running.Count >= MostActive)
            {
                throw new AwsException("ActiveStatementsExceededException", $"Active statements exceeded the allowed quota ({MostActive}).");
            }

            saved = kept.SaveAsync(statement);
            var started = running[statement.Id] = new(statement);
            started.Completion = Task.Run(() => KeepAsync(started, saved));
        }

        await saved;
        return statement;
    }

    /// <exception cref="AwsException">There is none of that id.</exception>
    public Statement Get(string id) => running.TryGetValue(id, out var active) ? active.Statement : kept.Find(id) ?? throw Missing(id);

    /// <summary>The latest first.</summary>
    public IEnumerable<Statement> List() => kept.List().Select(statement => running.TryGetValue(statement.Id, out var active) ? active.Statement : statement);

    /// <summary>Waits until a statement has ended, in whatever status.</summary>
    /// <exception cref="AwsException">There is none of that id.</exception>
    public async Task<Statement> WaitAsync(string id, CancellationToken cancellation) =>
        running.TryGetValue(id, out var active) ? await active.Completion.WaitAsync(cancellation) : Get(id);

    /// <summary>Cancels a statement: all of its transaction is taken back.</summary>
    /// <exception cref="AwsException">There is none of that id, or it has ended.</exception>
    public void Cancel(string id)
    {
        if (running.TryGetValue(id, out var active))
        {
            active.Cancellation.Cancel();
            return;
        }

        throw new AwsException("ValidationException", $"Could not cancel a query that is already in {Get(id).Status} state with ID: {id}");
    }

    /// <summary>A page of a statement's result.</summary>
    /// <param name="part">The number of the statement in its batch, from 0.</param>
    /// <param name="from">The position at which the page begins: 0, or the one that the page before gave.</param>
    public ResultPage Result(Statement statement, int part, long from, int mostRows, long mostBytes) =>
        ResultFile.Read(kept.ResultFile(statement.Id, part), from, mostRows, mostBytes);

    public static AwsException Missing(string id) => new("ResourceNotFoundException", $"Query does not exist. There is no statement {id}; statements are kept for 24 hours.");

    public async ValueTask DisposeAsync()
    {
        ends = true;
        var left = running.Values.ToList();
        foreach (var active in left)
        {
            await active.Cancellation.CancelAsync();
        }

        await Task.WhenAll(left.Select(Task (active) => active.Completion)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (engine.IsValueCreated)
        {
            engine.Value.Dispose();
        }

        await kept.DisposeAsync();
    }

    private async Task<Statement> KeepAsync(Running active, Task saved)
    {
        await saved;
        var ended = await RunAsync(active);
        await kept.SaveAsync(ended);
        running.TryRemove(ended.Id, out _);
        return ended;
    }

    private async Task<Statement> RunAsync(Running active)
    {
        var hasTurn = false;
        try
        {
            await turn.WaitAsync(active.Cancellation.Token);
            hasTurn = true;
            active.Statement = active.Statement with { Status = StatementStatus.Picked, UpdatedAt = clock.GetUtcNow() };
            RequireDatabase(active.Statement.Request.Database);
            var progress = new Progress(active, kept, clock);
            engine.Value.Run(Filled(active.Statement.Request), progress, active.Cancellation.Token);
            return Ended(active.Statement, StatementStatus.Finished, error: null);
        }
        catch (OperationCanceledException)
        {
            return ends
                ? Ended(active.Statement, StatementStatus.Failed, ProcessEnded)
                : Ended(active.Statement, StatementStatus.Aborted, "Query cancelled by user");
        }
        catch (RedshiftException error)
        {
            return Ended(active.Statement, StatementStatus.Failed, error.Message);
        }
        catch (Exception error)
        {
            // The disk, the database's file, or a fault of ours: a statement that never ended would be waited for, for ever.
            return Ended(active.Statement, StatementStatus.Failed, $"ERROR: {error.Message}");
        }
        finally
        {
            if (hasTurn)
            {
                turn.Release();
            }
        }
    }

    private static void RequireDatabase(string name)
    {
        if (name != LocalNames.WarehouseDatabase)
        {
            throw new DuckDbException("Catalog", $"database \"{name}\" does not exist; the warehouse's is {LocalNames.WarehouseDatabase}");
        }
    }

    private static IReadOnlyList<string> Filled(StatementRequest request)
    {
        if (request.Parameters is not { } values)
        {
            return request.Sqls;
        }

        var used = new HashSet<string>();
        return [.. request.Sqls.Select(sql => NamedParameters.Fill(sql, values, used))];
    }

    // A batch's error names the first statement that failed, as AWS's does: "Query #1 failed with ERROR: …".
    private Statement Ended(Statement statement, string status, string? error)
    {
        var now = clock.GetUtcNow();
        var failed = status == StatementStatus.Finished ? -1 : statement.Parts.Index().FirstOrDefault(part => part.Item.Status != StatementStatus.Finished).Index;
        return statement with
        {
            Status = status,
            UpdatedAt = now,
            Duration = now - statement.CreatedAt,
            Error = error is not null && status == StatementStatus.Failed && statement.Request.IsBatch ? $"Query #{failed + 1} failed with {error}" : error,
            Parts =
            [
                .. statement.Parts.Select((part, i) => i == failed
                    ? part with { Status = status, UpdatedAt = now, Error = error }
                    : part.Status == StatementStatus.Finished ? part : part with { Status = StatementStatus.Aborted, UpdatedAt = now }),
            ],
        };
    }

    private sealed class Running(Statement statement)
    {
        private volatile Statement now = statement;

        public Statement Statement
        {
            get => now;
            set => now = value;
        }

        public Task<Statement> Completion { get; set; } = Task.FromResult(statement);

        public CancellationTokenSource Cancellation { get; } = new();
    }

    private sealed class Progress(Running active, KeptStatements kept, TimeProvider clock) : IStatementProgress
    {
        public void Started(int statement) => Change(statement, part => part with { Status = StatementStatus.Started, StartedAt = clock.GetUtcNow() });

        public void Ended(int statement, RedshiftResult result) => Change(statement, part => part with
        {
            Status = StatementStatus.Finished,
            Duration = clock.GetUtcNow() - (part.StartedAt ?? clock.GetUtcNow()),
            ResultRows = result.Rows,
            ResultSize = result.Bytes,
            HasResultSet = result.HasResultSet,
        });

        public string ResultFile(int statement) => kept.ResultFile(active.Statement.Id, statement);

        private void Change(int statement, Func<SubStatement, SubStatement> change)
        {
            var now = clock.GetUtcNow();
            active.Statement = active.Statement with
            {
                Status = StatementStatus.Started,
                UpdatedAt = now,
                Parts = [.. active.Statement.Parts.Select((part, i) => i == statement ? change(part) with { UpdatedAt = now } : part)],
            };
        }
    }
}
