using System.Text.Json;
using Lake.DuckDb;

namespace Lake.Athena;

/// <summary>
/// The names of columns in a query's select list. An expression without an alias has none: Athena then calls the
/// column by its place, <c>_col0</c>, and DuckDB by the expression's text.
/// </summary>
internal sealed class SelectList
{
    private enum Entry
    {
        Named,
        Unnamed,
        Star,
    }

    // An expression may be as deep as DuckDB takes it.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = int.MaxValue };

    private readonly List<Entry> entries = [];
    private readonly bool isOfValues;

    private SelectList(JsonElement query)
    {
        while (query.TryGetProperty("left", out var first))
        {
            query = first;
        }

        if (query.TryGetProperty("select_list", out var list))
        {
            entries = [.. list.EnumerateArray().Select(Kind)];
            isOfValues = query.GetProperty("from_table").GetProperty("type").GetString() == "EXPRESSION_LIST";
        }
    }

    /// <returns>The names of the query's columns; for a statement that is not a query, a list without names.</returns>
    public static SelectList Of(DuckDbConnection connection, string sql)
    {
        using var result = connection.Query(
            "SELECT json_serialize_sql(CAST(? AS varchar), skip_null := true, skip_empty := true, skip_default := true)", default, sql);
        using var parsed = JsonDocument.Parse((string)result.Rows().Single()[0]!, Deep);
        return new(parsed.RootElement.TryGetProperty("statements", out var statements) ? statements[0].GetProperty("node") : parsed.RootElement);
    }

    public IReadOnlyList<DuckDbColumn> Name(IReadOnlyList<DuckDbColumn> columns) =>
        [.. columns.Select((column, place) => IsUnnamed(place, columns.Count) ? column with { Name = $"_col{place}" } : column)];

    // A star stands for as many columns as the other entries leave; what lies between two of them keeps its name.
    private bool IsUnnamed(int place, int columns)
    {
        var (firstStar, lastStar) = (entries.IndexOf(Entry.Star), entries.LastIndexOf(Entry.Star));
        var fromEnd = place - columns + entries.Count;
        return firstStar < 0 || place < firstStar ? place < entries.Count && entries[place] == Entry.Unnamed
            : fromEnd > lastStar ? entries[fromEnd] == Entry.Unnamed
            : isOfValues;
    }

    private static Entry Kind(JsonElement expression) =>
        expression.TryGetProperty("alias", out _) ? Entry.Named
        : expression.GetProperty("class").GetString() switch
        {
            "COLUMN_REF" => Entry.Named,
            "STAR" => Entry.Star,
            _ => Entry.Unnamed,
        };
}
