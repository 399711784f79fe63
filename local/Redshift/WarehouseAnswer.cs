using System.Text.Json;
using Lake.Redshift;
using Local.Names;

namespace Local.Redshift;

/// <summary>The answer of a statement that gives rows.</summary>
/// <param name="Columns">Names and Redshift's types.</param>
/// <param name="Rows">Values as text; null: NULL.</param>
internal sealed record WarehouseAnswer(IReadOnlyList<(string Name, string Type)> Columns, IEnumerable<IReadOnlyList<string?>> Rows)
{
    private const int RowsAtOnce = 1_000;
    private const long BytesAtOnce = 4 * 1024 * 1024;

    /// <summary>Runs one statement to its end.</summary>
    /// <param name="name">The statement's; null: it has none.</param>
    /// <returns>The statement with its answer; the answer is null when the statement gives no rows.</returns>
    /// <exception cref="StatementFailedException">It failed or was cancelled.</exception>
    public static async Task<(Statement Statement, WarehouseAnswer? Answer)> AskAsync(
        Warehouse warehouse, string sql, CancellationToken cancellation, string? name = null)
    {
        var submitted = await warehouse.SubmitAsync(new([sql], IsBatch: false, LocalNames.WarehouseDatabase) { Name = name });
        var ended = await WaitAsync(warehouse, submitted.Id, cancellation);
        return ended.Status == StatementStatus.Finished
            ? (ended, ended.Parts[0].HasResultSet ? Of(warehouse, ended) : null)
            : throw new StatementFailedException(ended.Error ?? ended.Status);
    }

    private static async Task<Statement> WaitAsync(Warehouse warehouse, string id, CancellationToken cancellation)
    {
        try
        {
            return await warehouse.WaitAsync(id, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the answer any more.
            warehouse.Cancel(id);
            throw;
        }
    }

    private static WarehouseAnswer Of(Warehouse warehouse, Statement statement)
    {
        var first = warehouse.Result(statement, 0, 0, RowsAtOnce, BytesAtOnce);
        return new(
            ColumnsOf(first),
            Rows());

        IEnumerable<IReadOnlyList<string?>> Rows()
        {
            for (var page = first; ; page = warehouse.Result(statement, 0, page.Next.Value, RowsAtOnce, BytesAtOnce))
            {
                foreach (var row in page.Rows)
                {
                    yield return ValuesOf(row);
                }

                if (page.Next is null)
                {
                    yield break;
                }
            }
        }
    }

    private static (string Name, string Type)[] ColumnsOf(ResultPage page)
    {
        using var columns = JsonDocument.Parse(page.Columns);
        return [.. columns.RootElement.EnumerateArray().Select(column => (column.GetProperty("name").GetString()!, column.GetProperty("typeName").GetString()!))];
    }

    private static string?[] ValuesOf(string row)
    {
        using var fields = JsonDocument.Parse(row);
        return [.. fields.RootElement.EnumerateArray().Select(Text)];
    }

    // A number keeps the digits that the result has.
    private static string? Text(JsonElement field)
    {
        var value = field.EnumerateObject().First();
        return value.Name == "isNull" ? null
            : value.Value.ValueKind == JsonValueKind.String ? value.Value.GetString()
            : value.Value.GetRawText();
    }
}

/// <summary>A statement failed or was cancelled; the message is its error.</summary>
internal sealed class StatementFailedException(string message) : Exception(message);
