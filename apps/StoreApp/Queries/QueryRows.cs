namespace StoreApp.Queries;

/// <summary>The answer to a query, page by page.</summary>
/// <param name="Values">Rows of one text for each column; null is SQL's NULL.</param>
internal sealed record QueryRows(IReadOnlyList<QueryColumn> Columns, IAsyncEnumerable<IReadOnlyList<string?>> Values);

/// <param name="Type">The type, as Athena names it, such as <c>bigint</c>.</param>
internal sealed record QueryColumn(string Name, string Type)
{
    /// <summary>Whether JSON writes the column's values without quotes, as numbers or as true and false.</summary>
    public bool IsJsonLiteral => Type is "tinyint" or "smallint" or "integer" or "bigint" or "float" or "double" or "decimal" or "boolean";

    public bool IsNumber => IsJsonLiteral && Type != "boolean";
}
