using Lake.Firehose;
using Workflow;

namespace Lake.Import;

/// <summary>
/// The expressions for a table's columns that a file names or measures in another way: SQL of DuckDB over the file's
/// columns.
/// </summary>
public sealed class ColumnMap
{
    private readonly Dictionary<string, string> expressions;

    private ColumnMap(Dictionary<string, string> expressions) => this.expressions = expressions;

    public static ColumnMap Empty { get; } = new([]);

    public bool IsEmpty => expressions.Count == 0;

    /// <param name="parts">Each <c>column=expression</c>, such as <c>on_hand=qty</c> or <c>unit_volume_l=volume_ml / 1000</c>.</param>
    /// <param name="table">The table that has the columns.</param>
    /// <exception cref="IngestException">A part names no column, none that the table has, or one twice.</exception>
    public static ColumnMap Parse(IEnumerable<string> parts, TableDefinition table)
    {
        var expressions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts)
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == part.Length - 1)
            {
                throw new IngestException($"--map {part}: write COLUMN=EXPRESSION, such as on_hand=qty.");
            }

            var column = part[..equals].Trim();
            if (!table.Columns.Any(one => one.Name.Equals(column, StringComparison.OrdinalIgnoreCase)))
            {
                throw new IngestException(
                    $"--map {part}: the table {table.Name} has no column '{column}'. It has {string.Join(", ", table.Columns.Select(one => one.Name))}.");
            }

            if (!expressions.TryAdd(column, part[(equals + 1)..].Trim()))
            {
                throw new IngestException($"--map {part}: {column} is mapped twice.");
            }
        }

        return new(expressions);
    }

    /// <summary>The expression of a column, if the map has one.</summary>
    public string? Of(string column) => expressions.GetValueOrDefault(column);
}
