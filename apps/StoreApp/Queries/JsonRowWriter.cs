using System.Text.Encodings.Web;
using System.Text.Json;

namespace StoreApp.Queries;

/// <summary>Writes one object on each line, so that the rows of a long answer are written as they come.</summary>
internal sealed class JsonRowWriter(TextWriter output) : IRowWriter
{
    public async Task WriteAsync(QueryRows rows, CancellationToken cancellation)
    {
        var separator = "[\n";
        await foreach (var row in rows.Values.WithCancellation(cancellation))
        {
            await output.WriteAsync(separator + Row(rows.Columns, row));
            separator = ",\n";
        }

        await output.WriteLineAsync(separator == "[\n" ? "[]" : "\n]");
    }

    private static string Row(IReadOnlyList<QueryColumn> columns, IReadOnlyList<string?> row) =>
        $"  {{{string.Join(", ", columns.Select((column, index) => $"{Quoted(column.Name)}: {Value(column, row[index])}"))}}}";

    private static string Value(QueryColumn column, string? value) => value switch
    {
        null => "null",
        "NaN" or "Infinity" or "-Infinity" => Quoted(value),
        _ => column.IsJsonLiteral ? value : Quoted(value),
    };

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
