using Lake.DuckDb;
using Lake.S3;
using Workflow;

namespace Lake.Athena;

/// <summary>The lake's tables as views over the files that are there now.</summary>
internal static class LakeViews
{
    public static string Create(DuckDbConnection connection, TableDefinition table, S3Folder store, string bucket)
    {
        var all = store.List(new(bucket, table.Prefix));
        var files = all.Where(IsData).ToList();
        var names = string.Join(", ", Columns(table).Select(column => Sql.Name(column.Name)));
        var nothing = $"SELECT {string.Join(", ", Columns(table).Select(column => $"CAST(NULL AS {Type(column)}) AS {Sql.Name(column.Name)}"))} WHERE false";
        var select =
            files.Count == 0 ? nothing
            : IsOfEarlierVersion(connection, table, store, files[0])
                ? $"SELECT {names} FROM ({nothing} UNION ALL BY NAME SELECT * FROM {Files(", union_by_name = true")})"
            : $"SELECT {names} FROM {Files("")}";
        return $"CREATE VIEW {Sql.Name(table.Name)} AS {select}";

        string Files(string more) => LakeViews.Files(table, store, bucket, files, all.Any(file => file.Size == 0), more);
    }

    // Files that lack columns which came later; those are NULL there, as in Athena. The oldest file tells: names begin with its day.
    private static bool IsOfEarlierVersion(DuckDbConnection connection, TableDefinition table, S3Folder store, S3Object oldest)
    {
        if (table.Format != "parquet")
        {
            return false;
        }

        using var result = connection.Query($"SELECT name FROM parquet_schema({Sql.Literal(EscapePattern(store.PathOf(oldest.Uri)))})");
        var columns = result.Rows().Select(row => (string)row[0]!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return !table.Columns.All(column => columns.Contains(column.Name));
    }

    private static IEnumerable<ColumnDefinition> Columns(TableDefinition table) => table.Columns.Concat(table.Partitions);

    /// <summary>Athena passes over objects that are empty, as the markers of folders are, and those whose names start with a dot or an underscore.</summary>
    private static bool IsData(S3Object file) => file.Size > 0 && file.Uri.Key[(file.Uri.Key.LastIndexOf('/') + 1)..] is not ['.' or '_', ..];

    private static string Files(TableDefinition table, S3Folder store, string bucket, List<S3Object> files, bool withEmpty, string more)
    {
        var folder = Path.Combine(store.ObjectFolder, bucket, table.Prefix).Replace('\\', '/');

        // DuckDB's pattern follows links, which may lead elsewhere, or in a circle, and takes empty files too.
        var pattern = withEmpty || store.HoldsLinks(new(bucket, table.Prefix))
            ? $"[{string.Join(", ", files.Select(file => Sql.Literal(EscapePattern(store.PathOf(file.Uri)))))}]"
            : Sql.Literal($"{EscapePattern(folder)}**/[!._]*");
        var partitions = table.Partitions.Count == 0
            ? "hive_partitioning = false"
            : $"hive_partitioning = true, hive_types = {{{string.Join(", ", table.Partitions.Select(Typed))}}}";
        return table.Format == "csv"
            ? $"read_csv({pattern}, header = true, auto_detect = false, null_padding = true, parallel = false, delim = ',', quote = '\"', escape = '\"', {partitions}, "
                + $"columns = {{{string.Join(", ", table.Columns.Select(Typed))}}})"
            : $"read_parquet({pattern}, {partitions}{more})";
    }

    private static string EscapePattern(string path) =>
        string.Concat(path.Select(c => c is '*' or '?' or '[' ? $"[{c}]" : c.ToString()));

    private static string Typed(ColumnDefinition column) => $"{Sql.Literal(column.Name)}: {Sql.Literal(Type(column))}";

    private static string Type(ColumnDefinition column) => column.Type switch
    {
        ColumnType.String => "VARCHAR",
        ColumnType.BigInt => "BIGINT",
        ColumnType.Double => "DOUBLE",
        _ => "TIMESTAMP",
    };
}
