namespace StoreApp.Queries;

internal sealed class CsvRowWriter(TextWriter output) : IRowWriter
{
    public async Task WriteAsync(QueryRows rows, CancellationToken cancellation)
    {
        await output.WriteLineAsync(CsvLine.Of(rows.Columns.Select(column => column.Name)));
        await foreach (var row in rows.Values.WithCancellation(cancellation))
        {
            await output.WriteLineAsync(CsvLine.Of(row));
        }
    }
}
