using System.Globalization;
using Lake.DuckDb;

namespace Lake.Athena;

/// <summary>
/// The rows of an UNLOAD as JSON or TEXTFILE, in DuckDB's SQL: numbers have the digits that Trino writes, which DuckDB's own formats
/// do not keep.
/// </summary>
/// <remarks>
/// Trino's JsonSerializer and SimpleSerializer in github.com/trinodb/trino, lib/trino-hive-formats. A line of text has no quotes, so
/// that the columns of a file of DuckDB's format csv can be given to it as they are.
/// </remarks>
internal static class UnloadText
{
    /// <summary>The macros that the lines need.</summary>
    public static readonly IReadOnlyList<string> Macros = ["trino_double"];

    /// <summary>One column: the row as a JSON object.</summary>
    public static string JsonLine(IReadOnlyList<DuckDbColumn> columns) =>
        JsonObject(columns.Select((column, place) => (column.Name, ColumnAt(place), column.Type)), 0);

    /// <summary>The row's columns, each as text.</summary>
    public static string Fields(IReadOnlyList<DuckDbColumn> columns) =>
        string.Join(", ", columns.Select((column, place) => Text(ColumnAt(place), column.Type, 0)));

    /// <summary>The query's columns by names that no two of them share.</summary>
    public static string Alias(IReadOnlyList<DuckDbColumn> columns) => $"AS t({string.Join(", ", columns.Select((_, place) => ColumnAt(place)))})";

    private static string Json(string value, ColumnShape type, int depth)
    {
        var element = $"e{depth}";
        var text = type.Name switch
        {
            // Jackson, which writes Trino's JSON, has what is no number in quotes.
            "double" or "float" => $"CASE WHEN isfinite({value}) THEN trino_double({value}) ELSE to_json(trino_double({value})) END",
            "decimal" => $"CAST({value} AS VARCHAR)",
            "array" => Concat("'['", Joined($"list_transform({value}, lambda {element}: {Json(element, type.Children[0], depth + 1)})", ","), "']'"),
            "map" => Concat(
                "'{'",
                Joined(
                    $"list_transform(map_entries({value}), lambda {element}: "
                    + Concat($"to_json({Text($"{element}.key", type.Children[0], depth + 1)})", "':'", Json($"{element}.value", type.Children[1], depth + 1)) + ")",
                    ","),
                "'}'"),
            "row" => JsonObject(
                type.Children.Select((field, place) => (type.FieldNames[place], FieldOf(value, place), field)), depth),
            _ => $"CAST(to_json({value}) AS VARCHAR)",
        };
        return $"CASE WHEN {value} IS NULL THEN 'null' ELSE {text} END";
    }

    private static string JsonObject(IEnumerable<(string Name, string Value, ColumnShape Type)> members, int depth) => Concat(
        [
            .. members.Select((member, place) =>
                Concat(place == 0 ? "'{'" : "','", $"to_json({Sql.Literal(member.Name)})", "':'", Json(member.Value, member.Type, depth))),
            "'}'",
        ]);

    /// <summary>NULL stays NULL, for which the file's format has a sign.</summary>
    private static string Text(string value, ColumnShape type, int depth)
    {
        var element = $"e{depth}";
        return type.Name switch
        {
            "double" or "float" => $"trino_double({value})",
            "array" => Joined($"list_transform({value}, lambda {element}: {Inner(element, type.Children[0])})", Separator(depth)),
            "map" => Joined(
                $"list_transform(map_entries({value}), lambda {element}: "
                + Concat(Inner($"{element}.key", type.Children[0]), Sql.Literal(Separator(depth + 1)), Inner($"{element}.value", type.Children[1], 1)) + ")",
                Separator(depth)),
            "row" => $"CASE WHEN {value} IS NOT NULL THEN "
                + $"concat_ws({Sql.Literal(Separator(depth))}, {string.Join(", ", type.Children.Select((field, place) => Inner(FieldOf(value, place), field)))}) END",
            _ => $"CAST({value} AS VARCHAR)",
        };

        string Inner(string part, ColumnShape shape, int deeper = 0) => $"coalesce({Text(part, shape, depth + 1 + deeper)}, '\\N')";
    }

    // Hive's separators within a field: one more for each level, behind that of the fields.
    private static string Separator(int depth) => ((char)(depth + 2)).ToString(CultureInfo.InvariantCulture);

    private static string Joined(string items, string separator) => $"array_to_string({items}, {Sql.Literal(separator)})";

    private static string ColumnAt(int place) => string.Create(CultureInfo.InvariantCulture, $"c{place}");

    private static string FieldOf(string row, int place) => string.Create(CultureInfo.InvariantCulture, $"struct_extract_at({row}, {place + 1})");

    private static string Concat(params IEnumerable<string> parts) => $"system.main.concat({string.Join(", ", parts)})";
}
