using System.Globalization;
using System.Text;
using Lake.Firehose;
using Lake.S3;
using Workflow;

namespace Lake.Reference;

/// <summary>
/// Loads a table that is one CSV object: stores and depots. All of a file or nothing of it: reference data with holes
/// would leave whole stores out of every plan.
/// </summary>
/// <param name="store">Where the lake is.</param>
/// <param name="bucket">The lake's bucket; made when it is not there.</param>
/// <param name="table">A table of CSV, whose first column is its key.</param>
public sealed class ReferenceTable(S3Folder store, string bucket, TableDefinition table)
{
    private readonly ColumnDefinition key = table.Columns[0];

    /// <summary>Where it goes.</summary>
    public S3Uri Uri { get; } = new(bucket, $"{table.Prefix}{table.Name}.csv");

    /// <summary>Replaces the table by a file's rows.</summary>
    /// <param name="file">UTF-8.</param>
    /// <param name="format">The file's.</param>
    /// <returns>How many rows it has now.</returns>
    /// <exception cref="IngestException">A row is wrong; the table is as it was.</exception>
    public int Load(Stream file, ReferenceFormat format)
    {
        var rows = format == ReferenceFormat.Csv ? CsvRows.Read(file, table) : JsonRows.Read(file, table);
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        var csv = new StringBuilder().AppendJoin(',', table.Columns.Select(column => column.Name)).Append('\n');
        foreach (var (line, values) in rows)
        {
            csv.AppendJoin(',', values.Select((value, i) => CsvRows.Quote(Check(line, table.Columns[i], value)))).Append('\n');
            if (!lines.TryAdd(values[0]!, line))
            {
                throw new IngestException($"Line {line}: {key.Name} is '{values[0]}', which line {lines[values[0]!]} has already; expected each once.");
            }
        }

        store.CreateBucket(bucket);
        store.Put(Uri, Encoding.UTF8.GetBytes(csv.ToString()));
        return lines.Count;
    }

    private static string Check(long line, ColumnDefinition column, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return column.Default ?? throw new IngestException($"Line {line}: {column.Name} is empty; expected a {TypeName(column)}.");
        }

        var fits = column.Type switch
        {
            ColumnType.BigInt => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            ColumnType.Double => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number),
            _ => true,
        };
        return fits ? value : throw new IngestException($"Line {line}: {column.Name} is '{value}'; expected a {TypeName(column)}.");
    }

    private static string TypeName(ColumnDefinition column) => column.Type switch
    {
        ColumnType.BigInt => "whole number",
        ColumnType.Double => "number",
        _ => "text",
    };
}

public enum ReferenceFormat
{
    /// <summary>A header line with the columns' names, in any order.</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    JsonLines,
}
