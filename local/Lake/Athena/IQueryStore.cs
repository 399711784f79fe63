namespace Lake.Athena;

/// <summary>Keeps queries, and for as long as it thinks right. Thread-safe.</summary>
public interface IQueryStore
{
    /// <returns>Null: there is none, or not any more.</returns>
    QueryExecution? Find(string id);

    /// <summary>The query that was started with a client's token.</summary>
    QueryExecution? FindByToken(string token);

    /// <summary>The queries in the order of their first saving.</summary>
    IReadOnlyList<QueryExecution> List();

    /// <summary>Keeps a query as it is now: it is found at once.</summary>
    /// <returns>Completes when it outlives this process.</returns>
    Task SaveAsync(QueryExecution query);
}
