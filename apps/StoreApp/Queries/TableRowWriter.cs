namespace StoreApp.Queries;

/// <summary>Columns as wide as their longest value, numbers to the right; so all rows are held until the last.</summary>
internal sealed class TableRowWriter(TextWriter output) : IRowWriter
{
    public async Task WriteAsync(QueryRows rows, CancellationToken cancellation)
    {
        var values = await rows.Values.ToListAsync(cancellation);
        var widths = rows.Columns
            .Select((column, index) => values.Select(row => row[index]?.Length ?? 0).Append(column.Name.Length).Max())
            .ToList();

        await output.WriteLineAsync(Line(rows, widths, [.. rows.Columns.Select(column => column.Name)]));
        await output.WriteLineAsync(string.Join("  ", widths.Select(width => new string('-', width))));
        foreach (var row in values)
        {
            await output.WriteLineAsync(Line(rows, widths, row));
        }
    }

    private static string Line(QueryRows rows, List<int> widths, IReadOnlyList<string?> row) =>
        string.Join("  ", rows.Columns.Select((column, index) => column.IsNumber
            ? (row[index] ?? "").PadLeft(widths[index])
            : (row[index] ?? "").PadRight(widths[index]))).TrimEnd();
}
