namespace StoreApp.Queries;

internal enum RowFormat
{
    /// <summary>Columns side by side, for a person.</summary>
    Table,

    /// <summary>See <see cref="CsvLine"/>; the first line has the names of the columns.</summary>
    Csv,

    /// <summary>One array of objects.</summary>
    Json,
}

internal interface IRowWriter
{
    Task WriteAsync(QueryRows rows, CancellationToken cancellation);
}

internal static class RowWriters
{
    public static IRowWriter For(RowFormat format, TextWriter output) => format switch
    {
        RowFormat.Csv => new CsvRowWriter(output),
        RowFormat.Json => new JsonRowWriter(output),
        _ => new TableRowWriter(output),
    };
}
