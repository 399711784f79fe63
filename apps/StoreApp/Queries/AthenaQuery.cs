using System.Runtime.CompilerServices;
using Amazon.Athena;
using Amazon.Athena.Model;

namespace StoreApp.Queries;

/// <summary>Runs a statement in Athena and reads its answer, however many pages it has.</summary>
internal sealed class AthenaQuery(IAmazonAthena athena, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <returns>The query as it ended, whatever its state.</returns>
    public async Task<QueryExecution> RunAsync(StartQueryExecutionRequest request, CancellationToken cancellation)
    {
        var id = (await athena.StartQueryExecutionAsync(request, cancellation)).QueryExecutionId;
        try
        {
            return await EndAsync(id, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the answer, and what it scans costs.
            await athena.StopQueryExecutionAsync(new() { QueryExecutionId = id }, CancellationToken.None);
            throw;
        }
    }

    /// <param name="query">A query that succeeded.</param>
    public async Task<QueryRows> RowsAsync(QueryExecution query, CancellationToken cancellation)
    {
        var request = new GetQueryResultsRequest { QueryExecutionId = query.QueryExecutionId };
        var first = await athena.GetQueryResultsAsync(request, cancellation);
        var columns = first.ResultSet.ResultSetMetadata?.ColumnInfo ?? [];

        // The answer to a SELECT, unlike that to a SHOW or DESCRIBE, begins with a row of the columns' names.
        var header = query.StatementType == StatementType.DML ? 1 : 0;

        return new([.. columns.Select(column => new QueryColumn(column.Name, column.Type))], ValuesAsync(request, first, header, cancellation));
    }

    private async Task<QueryExecution> EndAsync(string id, CancellationToken cancellation)
    {
        while (true)
        {
            var query = (await athena.GetQueryExecutionAsync(new() { QueryExecutionId = id }, cancellation)).QueryExecution;
            if (query.Status.State != QueryExecutionState.QUEUED && query.Status.State != QueryExecutionState.RUNNING)
            {
                return query;
            }

            await Task.Delay(Interval, clock, cancellation);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<string?>> ValuesAsync(
        GetQueryResultsRequest request,
        GetQueryResultsResponse page,
        int header,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var row in (page.ResultSet.Rows ?? []).Skip(header))
        {
            yield return Values(row);
        }

        while (page.NextToken is not null)
        {
            request.NextToken = page.NextToken;
            page = await athena.GetQueryResultsAsync(request, cancellation);
            foreach (var row in page.ResultSet.Rows ?? [])
            {
                yield return Values(row);
            }
        }
    }

    private static string?[] Values(Row row) => [.. (row.Data ?? []).Select(value => value.VarCharValue)];
}
