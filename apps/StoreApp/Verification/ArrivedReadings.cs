using System.Globalization;
using Amazon.Athena;
using StoreApp.Queries;

namespace StoreApp.Verification;

/// <summary>Asks the lake which readings of a run have become rows.</summary>
internal sealed class ArrivedReadings(IAmazonAthena athena, TimeProvider clock, string workgroup, string database)
{
    private const string Question =
        """
        SELECT split_part(event_id, '/', 3) AS form, count(DISTINCT event_id) AS readings
        FROM inventory
        WHERE dt >= ? AND event_id LIKE ?
        GROUP BY split_part(event_id, '/', 3)
        """;

    /// <returns>Readings by form, or why the query failed.</returns>
    public async Task<(IReadOnlyDictionary<string, int> Readings, string? Failure)> CountAsync(DateTimeOffset start, CancellationToken cancellation)
    {
        var query = new AthenaQuery(athena, clock);
        var end = await query.RunAsync(
            new()
            {
                QueryString = Question,
                ExecutionParameters = [Text(start.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), Text($"{SentForm.Prefix(start)}%")],
                WorkGroup = workgroup,
                QueryExecutionContext = new() { Database = database },
            },
            cancellation);
        if (end.Status.State != QueryExecutionState.SUCCEEDED)
        {
            return (new Dictionary<string, int>(), $"{end.Status.State}: {end.Status.StateChangeReason}");
        }

        var rows = await query.RowsAsync(end, cancellation);
        return (await rows.Values.ToDictionaryAsync(row => row[0]!, row => int.Parse(row[1]!, CultureInfo.InvariantCulture), cancellationToken: cancellation), null);
    }

    private static string Text(string value) => $"'{value}'";
}
