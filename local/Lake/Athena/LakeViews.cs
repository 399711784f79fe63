using Lake.DuckDb;
using Lake.S3;
using Workflow;

namespace Lake.Athena;

/// <summary>The lake's tables as views over the files that are there now.</summary>
internal static class LakeViews
{
    public static string Create(TableDefinition table, S3Folder store, string bucket)
    {
        var files = store.List(new(bucket, table.Prefix)).Where(IsData).ToList();
        var select = files.Count > 0
            ? $"SELECT {string.Join(", ", Columns(table).Select(column => Sql.Name(column.Name)))} FROM {Files(table, store, bucket, files)}"
            : $"SELECT {string.Join(", ", Columns(table).Select(column => $"CAST(NULL AS {Type(column)}) AS {Sql.Name(column.Name)}"))} WHERE false";
        return $"CREATE VIEW {Sql.Name(table.Name)} AS {select}";
    }

    private static IEnumerable<ColumnDefinition> Columns(TableDefinition table) => table.Columns.Concat(table.Partitions);

    /// <summary>Athena passes over objects whose names start with a dot or an underscore.</summary>
    private static bool IsData(S3Object file) => file.Uri.Key[(file.Uri.Key.LastIndexOf('/') + 1)..] is not ['.' or '_', ..];

    private static string Files(TableDefinition table, S3Folder store, string bucket, List<S3Object> files)
    {
        var folder = Path.Combine(store.ObjectFolder, bucket, table.Prefix).Replace('\\', '/');

        // DuckDB's pattern follows links, which may lead elsewhere, or in a circle.
        var pattern = store.HoldsLinks(new(bucket, table.Prefix))
            ? $"[{string.Join(", ", files.Select(file => Sql.Literal(EscapePattern(store.PathOf(file.Uri)))))}]"
            : Sql.Literal($"{EscapePattern(folder)}**/[!._]*");
        var partitions = table.Partitions.Count == 0
            ? "hive_partitioning = false"
            : $"hive_partitioning = true, hive_types = {{{string.Join(", ", table.Partitions.Select(Typed))}}}";
        return table.Format == "csv"
            ? $"read_csv({pattern}, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', {partitions}, "
                + $"columns = {{{string.Join(", ", table.Columns.Select(Typed))}}})"
            : $"read_parquet({pattern}, {partitions})";
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
