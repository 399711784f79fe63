namespace Lake.DuckDb;

/// <summary>Text quoted for SQL.</summary>
internal static class Sql
{
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
