using System.Globalization;
using System.Text;
using Lake.DuckDb;
using Lake.S3;

namespace Lake.Athena;

/// <summary>One query, from its statement to its result.</summary>
internal sealed class LakeQuery
{
    // Bytes of UTF-8: https://docs.aws.amazon.com/athena/latest/ug/service-limits.html.
    private const int LongestQuery = 262_144;

    private readonly S3Folder store;
    private readonly AthenaOptions options;
    private readonly TimeProvider clock;
    private readonly StatementForm form;
    private readonly Statement statement;
    private IReadOnlyList<DuckDbColumn> columns = [];

    /// <param name="store">Where the lake and the result are.</param>
    /// <param name="options">The lake.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="clock">Times the query.</param>
    /// <param name="id">The query's id.</param>
    /// <param name="submitted">When it was asked.</param>
    /// <exception cref="AthenaException">The request is refused.</exception>
    public LakeQuery(S3Folder store, AthenaOptions options, QueryRequest request, TimeProvider clock, string id, DateTimeOffset submitted)
    {
        this.store = store;
        this.options = options;
        this.clock = clock;

        if (Encoding.UTF8.GetByteCount(request.QueryString) > LongestQuery)
        {
            throw AthenaException.InvalidRequest(
                $"1 validation error detected: Value at 'queryString' failed to satisfy constraint: Member must have length less than or equal to {LongestQuery}");
        }

        var sql = SqlText.Read(request.QueryString);
        form = StatementForm.Of(sql);
        statement = TrinoText.Rewrite(ExecutionParameters.Apply(sql, form.QueryStart, form.QueryLength, request.ExecutionParameters));
        if (request.Database is { } database && !database.Equals(options.Database, StringComparison.OrdinalIgnoreCase))
        {
            throw AthenaException.InvalidRequest($"Database {database} not found; the lake's is {options.Database}.");
        }

        Execution = new()
        {
            QueryExecutionId = id,
            Request = request,
            StatementType = form.StatementType,
            SubstatementType = form.Keyword,
            OutputLocation = Output(request.OutputLocation).Append(id + form.Extension).ToString(),
            SubmissionDateTime = submitted,
        };
    }

    /// <summary>The query as it was submitted.</summary>
    public QueryExecution Execution { get; }

    public QueryExecution Cancelled(TimeSpan waited) => Execution with
    {
        State = QueryState.Cancelled,
        StateChangeReason = "Query cancelled by user",
        CompletionDateTime = clock.GetUtcNow(),
        QueueTime = waited,
    };

    public QueryExecution TimedOut(TimeSpan waited, TimeSpan limit) =>
        Failed(AthenaError.TimeLimit(limit), waited, clock.GetTimestamp()) with { EngineTime = limit };

    /// <summary>Runs it to its end, whatever that is.</summary>
    /// <param name="waited">The time for which the query was queued.</param>
    /// <param name="cancellation">Cancels it.</param>
    public QueryExecution Run(TimeSpan waited, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        try
        {
            if (statement.Fault is { } fault)
            {
                throw new QueryFailedException(fault, bytesScanned: 0);
            }

            using var engine = QueryEngine.Open(store, options, statement, form.Unload is { IsText: true } ? UnloadText.Macros : []);
            var opened = clock.GetTimestamp();
            var manifest = form.Unload is { } unload ? Unload(engine, unload, cancellation) : Select(engine, cancellation);
            return Execution with
            {
                State = QueryState.Succeeded,
                CompletionDateTime = clock.GetUtcNow(),
                QueueTime = waited,
                ServiceTime = clock.GetElapsedTime(started, opened),
                EngineTime = clock.GetElapsedTime(opened),
                DataScannedInBytes = engine.BytesRead,
                DataManifestLocation = manifest?.ToString(),
                Columns = columns,
            };
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Cancelled(waited) with { EngineTime = clock.GetElapsedTime(started) };
        }
        catch (DuckDbException error)
        {
            return Failed(AthenaError.From(error, statement, unloaded: form.Unload is not null), waited, started);
        }
        catch (S3Exception error)
        {
            return Failed(AthenaError.Location(error), waited, started);
        }
        catch (ScanLimitException exceeded)
        {
            // "If any query that runs in the workgroup exceeds the limit, it is canceled":
            // https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html. The reason's words
            // are those that queries of engine version 3 show.
            return Cancelled(waited) with
            {
                StateChangeReason = exceeded.Message,
                EngineTime = clock.GetElapsedTime(started),
                DataScannedInBytes = exceeded.BytesScanned,
            };
        }
        catch (QueryFailedException failure)
        {
            return Failed(failure.Error, waited, started) with { DataScannedInBytes = failure.BytesScanned };
        }
        catch (Exception error)
        {
            // The disk, or a fault of ours: a query that never ended could not be stopped, and would hold its place for ever.
            return Failed(AthenaError.Internal(error), waited, started);
        }
    }

    private S3Uri Output(string location)
    {
        if (!S3Uri.TryParse(location, out var uri))
        {
            throw AthenaException.InvalidRequest($"outputLocation is not a valid S3 path: '{location}'; expected s3://bucket/prefix/");
        }

        if (!store.BucketExists(uri.Bucket))
        {
            throw AthenaException.InvalidRequest($"Unable to verify/create output bucket {uri.Bucket}");
        }

        return uri.Key.Length == 0 || uri.Key.EndsWith('/') ? uri : uri.Append("/");
    }

    private QueryExecution Failed(AthenaError error, TimeSpan waited, long started) => Execution with
    {
        State = QueryState.Failed,
        StateChangeReason = error.Text,
        Error = error,
        CompletionDateTime = clock.GetUtcNow(),
        QueueTime = waited,
        EngineTime = clock.GetElapsedTime(started),
    };

    private S3Uri? Select(QueryEngine engine, CancellationToken cancellation)
    {
        using var upload = store.Stage();
        var path = upload.Add(S3Uri.Parse(Execution.OutputLocation));
        if (form.Catalog is { } catalog)
        {
            File.WriteAllLines(path, catalog.Rows(options));
        }
        else
        {
            engine.Connection.RequireQuestion(statement.Text);
            var names = SelectList.Of(engine.Connection, statement.Text);
            using var result = engine.Connection.Query(statement.Text, cancellation);
            columns = names.Name(result.Columns);
            CsvResult.Write(columns, result, path);
        }

        Settle(engine);
        cancellation.ThrowIfCancellationRequested();
        upload.Commit();
        return null;
    }

    private S3Uri Unload(QueryEngine engine, UnloadStatement unload, CancellationToken cancellation)
    {
        if (store.List(unload.Target).Count > 0)
        {
            throw new QueryFailedException(AthenaError.PathExists(unload.Target), bytesScanned: 0);
        }

        using var upload = store.Stage();
        var data = unload.Target.Append(FileName() + unload.Extension);
        var lines = unload.IsText ? unload.Lines(Shape(engine, cancellation)) : "";
        var rows = engine.Connection.Execute(
            $"{Statement.CopyStart}{statement.Text}\n) {lines}) TO {Sql.Literal(upload.Add(data))} ({unload.CopyOptions})", cancellation);
        if (rows == 0)
        {
            upload.Remove(data);
        }

        // Last, so that whoever finds the manifest finds what it names.
        var manifest = S3Uri.Parse(Execution.OutputLocation).Append("-manifest.csv");
        File.WriteAllText(upload.Add(manifest), rows == 0 ? "" : $"{data}\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

        Settle(engine);
        cancellation.ThrowIfCancellationRequested();
        upload.Commit();
        return manifest;
    }

    /// <summary>The columns of the query, which stands as far from the start as in a COPY so that an error has the same place.</summary>
    private IReadOnlyList<DuckDbColumn> Shape(QueryEngine engine, CancellationToken cancellation)
    {
        using var result = engine.Connection.Query(
            $"{"(FROM (".PadLeft(Statement.CopyStart.Length)}{statement.Text}\n) LIMIT 0)", cancellation);
        return result.Columns;
    }

    /// <summary>Counts what was read, and ends a query that read too much: its result is not kept.</summary>
    private void Settle(QueryEngine engine)
    {
        engine.CountBytes(store.ObjectFolder);
        if (options.ScanLimits.TryGetValue(Execution.Request.WorkGroup, out var limit) && engine.BytesRead > limit)
        {
            throw new ScanLimitException(engine.BytesRead);
        }
    }

    /// <summary>The time, a number, five characters and a UUID, as Athena names its files.</summary>
    private string FileName()
    {
        var id = Execution.QueryExecutionId;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Execution.SubmissionDateTime.UtcDateTime:yyyyMMdd_HHmmss}_00000_{id[..Math.Min(5, id.Length)]}_{id}");
    }
}
