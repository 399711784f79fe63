using Local.Storage;

namespace Local.Redshift;

/// <summary>The warehouse's statements and their results, for 24 hours as on AWS. Thread-safe.</summary>
/// <remarks>"Considerations when calling the Amazon Redshift Data API": the maximum retention time for query results is 24 hours.</remarks>
internal sealed class KeptStatements : IAsyncDisposable
{
    private const int Most = 5_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    // What the warehouse holds is in its own file; a power cut may cost what is known of the last statements.
    private static readonly JournalOptions Unflushed = new(FlushToDisk: false);

    private readonly OrderedDictionary<string, Statement> statements = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly string results;
    private readonly TimeProvider clock;
    private readonly Journal<Statement> journal;
    private long number;

    private KeptStatements(string folder, TimeProvider clock)
    {
        this.clock = clock;
        results = OwnFiles.CreateFolder(Path.Combine(folder, "results"));
        journal = Journal<Statement>.Open(
            Path.Combine(folder, "statements.journal"), "warehouse statements", StatementJson.Lines.Statement, statement => statements[statement.Id] = statement, Unflushed);
        number = statements.Values.Select(statement => statement.Number).DefaultIfEmpty().Max();
    }

    public string ResultFolder => results;

    /// <summary>A sentence on the last process's unfinished write, where there was one.</summary>
    public string? Recovered => journal.Recovered;

    /// <exception cref="JournalException">It cannot be read.</exception>
    public static KeptStatements Open(string folder, TimeProvider clock) => new(folder, clock);

    /// <summary>The latest first.</summary>
    public IReadOnlyList<Statement> List()
    {
        lock (gate)
        {
            Forget();
            return [.. statements.Values.Reverse()];
        }
    }

    public Statement? Find(string id)
    {
        lock (gate)
        {
            Forget();
            return statements.GetValueOrDefault(id);
        }
    }

    public long NextNumber() => Interlocked.Increment(ref number);

    public string ResultFile(string id, int part) => Path.Combine(results, $"{id}-{part + 1}.jsonl");

    public Task SaveAsync(Statement statement)
    {
        lock (gate)
        {
            statements[statement.Id] = statement;
            Forget();
            var recorded = journal.AppendAsync(statement);
            if (journal.IsWorthCompacting)
            {
                journal.Compact(statements.Values);
            }

            return recorded;
        }
    }

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    private void Forget()
    {
        var oldest = clock.GetUtcNow() - Remembered;
        while (statements.Count > Most || (statements.Count > 0 && statements.GetAt(0).Value.CreatedAt < oldest))
        {
            var forgotten = statements.GetAt(0).Value;
            statements.RemoveAt(0);
            for (var part = 0; part < forgotten.Parts.Count; part++)
            {
                AtomicFile.TryDelete(ResultFile(forgotten.Id, part));
            }
        }
    }
}
