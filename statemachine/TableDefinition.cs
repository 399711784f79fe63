using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Workflow;

/// <summary>One table of the lake, as <c>tables.json</c> describes it.</summary>
/// <param name="Name">The table's name in Glue and in SQL.</param>
/// <param name="Description">The meaning of a row, in a sentence.</param>
/// <param name="Prefix">The prefix of its objects in the lake bucket, with the closing slash.</param>
/// <param name="Format"><c>parquet</c>, or <c>csv</c> with a header line.</param>
/// <param name="Columns">The columns of its files, in order.</param>
/// <param name="Partitions">The columns that come from the key (<c>dt=2026-11-20/hour=09/</c>), in order; none for reference data.</param>
/// <param name="Part">The optional part that it belongs to, by the setting that switches it on; null: it is always there.</param>
public sealed record TableDefinition(
    string Name,
    string Description,
    string Prefix,
    string Format,
    IReadOnlyList<ColumnDefinition> Columns,
    IReadOnlyList<ColumnDefinition> Partitions,
    string? Part = null)
{
    /// <summary>Whether the lake may go without it: what it would say is estimated then.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The columns by which a row of reference data stands once; the first column, where nothing else is said.</summary>
    public IReadOnlyList<string> Key { get; init; } = [.. Columns.Take(1).Select(column => column.Name)];

    private static readonly string[] Formats = ["parquet", "csv"];

    /// <summary>Reads <c>tables.json</c>.</summary>
    /// <exception cref="WorkflowFileException">The text is not such a file; the message names the place.</exception>
    public static IReadOnlyList<TableDefinition> Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateObject().Select(table => Read(table.Name, table.Value))];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new WorkflowFileException($"tables.json: {error.Message}", error);
        }
    }

    private static TableDefinition Read(string name, JsonElement table)
    {
        var format = Text(table, "format");
        if (!Formats.Contains(format))
        {
            throw new WorkflowFileException(
                $"tables.json: {name}.format is '{format}', not one of {string.Join(", ", Formats)}.");
        }

        var columns = WithDefaults(name, ReadColumns(name, table.GetProperty("columns")), table);
        return new(
            name,
            Text(table, "description"),
            Text(table, "prefix"),
            format,
            WithRanges(name, columns, table),
            table.TryGetProperty("partitions", out var partitions) ? ReadColumns(name, partitions) : [],
            table.TryGetProperty("part", out var part) ? part.GetString() : null)
        {
            IsOptional = table.TryGetProperty("optional", out var optional) && optional.GetBoolean(),
            Key = ReadKey(name, columns, table),
        };
    }

    private static string[] ReadKey(string name, ColumnDefinition[] columns, JsonElement table)
    {
        string[] key = table.TryGetProperty("key", out var names) ? [.. names.EnumerateArray().Select(column => column.GetString()!)] : [.. columns.Take(1).Select(column => column.Name)];
        var unknown = key.Except(columns.Select(column => column.Name)).FirstOrDefault();

        return unknown is null
            ? key
            : throw new WorkflowFileException($"tables.json: {name}.key names '{unknown}', not one of the table's columns.");
    }

    private static ColumnDefinition[] ReadColumns(string table, JsonElement columns) =>
        [.. columns.EnumerateObject().Select(column => new ColumnDefinition(column.Name, TypeOf(table, column)))];

    private static ColumnDefinition[] WithDefaults(string name, ColumnDefinition[] columns, JsonElement table)
    {
        var defaults = table.TryGetProperty("defaults", out var values)
            ? values.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString())
            : [];
        var unknown = defaults.Keys.Except(columns.Select(column => column.Name)).FirstOrDefault();

        return unknown is null
            ? [.. columns.Select(column => column with { Default = defaults.GetValueOrDefault(column.Name) })]
            : throw new WorkflowFileException($"tables.json: {name}.defaults names '{unknown}', not one of the table's columns.");
    }

    private static ColumnDefinition[] WithRanges(string name, ColumnDefinition[] columns, JsonElement table)
    {
        var ranges = table.TryGetProperty("ranges", out var values)
            ? values.EnumerateObject().ToDictionary(range => range.Name, range => new ColumnRange(
                range.Value.GetProperty("least").GetDouble(),
                range.Value.GetProperty("most").GetDouble(),
                range.Value.TryGetProperty("isLeastOut", out var isOut) && isOut.GetBoolean()))
            : [];
        var unknown = ranges.Keys.Except(columns.Select(column => column.Name)).FirstOrDefault();

        return unknown is null
            ? [.. columns.Select(column => column with { Range = ranges.GetValueOrDefault(column.Name) })]
            : throw new WorkflowFileException($"tables.json: {name}.ranges names '{unknown}', not one of the table's columns.");
    }

    private static ColumnType TypeOf(string table, JsonProperty column) =>
        Enum.TryParse<ColumnType>(column.Value.GetString(), ignoreCase: true, out var type)
            ? type
            : throw new WorkflowFileException(
                $"tables.json: {table}.{column.Name} is of type '{column.Value}', not one of "
                + $"{string.Join(", ", Enum.GetNames<ColumnType>().Select(known => known.ToLowerInvariant()))}.");

    private static string Text(JsonElement table, string member) =>
        table.GetProperty(member).GetString()
        ?? throw new InvalidOperationException($"'{member}' is null, not a string.");
}

/// <param name="Default">The value that stands for one that reference data leave out; null when the column must be there.</param>
/// <param name="Range">The range of a number in reference data; null for any number.</param>
public sealed record ColumnDefinition(string Name, ColumnType Type, string? Default = null, ColumnRange? Range = null);

/// <param name="IsLeastOut">Whether the least value itself is outside.</param>
public sealed record ColumnRange(double Least, double Most, bool IsLeastOut = false)
{
    public bool Has(double number) => number <= Most && (IsLeastOut ? number > Least : number >= Least);

    public override string ToString() => IsLeastOut
        ? string.Create(CultureInfo.InvariantCulture, $"more than {Least}, {Most} at most")
        : string.Create(CultureInfo.InvariantCulture, $"from {Least} to {Most}");
}

/// <summary>The column types the lake uses; their lower-case names are Glue's.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "They are Glue's names.")]
public enum ColumnType
{
    String,
    BigInt,
    Double,
    Timestamp,
}
