using Lake.Athena;
using Local.Storage;

namespace Local.Athena;

/// <summary>Athena's queries in the data folder, for 45 days as on AWS, though no more than the latest 5,000.</summary>
internal sealed class KeptQueries : IQueryStore, IAsyncDisposable
{
    private const int Most = 5_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(45);

    // They outlive the process; a power cut may cost the last ones, and nothing but their description.
    private static readonly JournalOptions Unflushed = new(FlushToDisk: false);

    private readonly OrderedDictionary<string, QueryExecution> queries = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly Journal<QueryExecution> journal;

    private KeptQueries(string path, TimeProvider clock)
    {
        this.clock = clock;
        journal = Journal<QueryExecution>.Open(
            path, "queries", QueryJson.Lines.QueryExecution, query => queries[query.QueryExecutionId] = query, Unflushed);
    }

    /// <summary>A sentence on the last process's unfinished write, where there was one.</summary>
    public string? Recovered => journal.Recovered;

    /// <summary>Reads what is kept; what was under way lost its process, and has failed.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public static KeptQueries Open(string folder, TimeProvider clock)
    {
        var kept = new KeptQueries(Path.Combine(folder, "queries.journal"), clock);
        foreach (var query in kept.List().Where(query => !query.IsFinished))
        {
            // Should this append fail, the next process does the same again.
            _ = kept.SaveAsync(query.Interrupted(clock.GetUtcNow()));
        }

        return kept;
    }

    public QueryExecution? Find(string id)
    {
        lock (gate)
        {
            Forget();
            return queries.GetValueOrDefault(id);
        }
    }

    public QueryExecution? FindByToken(string token)
    {
        lock (gate)
        {
            Forget();
            return queries.Values.FirstOrDefault(query => query.Request.ClientRequestToken == token);
        }
    }

    public IReadOnlyList<QueryExecution> List()
    {
        lock (gate)
        {
            Forget();
            return [.. queries.Values];
        }
    }

    public Task SaveAsync(QueryExecution query)
    {
        lock (gate)
        {
            queries[query.QueryExecutionId] = query;
            Forget();
            var recorded = journal.AppendAsync(query);
            if (journal.IsWorthCompacting)
            {
                journal.Compact(queries.Values);
            }

            return recorded;
        }
    }

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    private void Forget()
    {
        var oldest = clock.GetUtcNow() - Remembered;
        while (queries.Count > Most || (queries.Count > 0 && queries.GetAt(0).Value.SubmissionDateTime < oldest))
        {
            queries.RemoveAt(0);
        }
    }
}
