namespace Lake.Athena;

/// <summary>Runs queries elsewhere than in the engine's own process.</summary>
public interface IQueryRunner
{
    /// <param name="query">The query as it was submitted, with the time that it waited.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>The query as it ended, in whatever state.</returns>
    /// <exception cref="OperationCanceledException">It had to be ended by force, and has left no result.</exception>
    Task<QueryExecution> RunAsync(QueryExecution query, CancellationToken cancellation);
}
