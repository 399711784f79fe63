using Workflow;

namespace Infra;

/// <summary>A folder of reference data: <c>stores.csv</c> and <c>depots.csv</c>, as the lake's tables have them.</summary>
internal static class ReferenceFiles
{
    /// <summary>The tables that no stream fills.</summary>
    public static IEnumerable<TableDefinition> Tables => WorkflowFiles.Tables.Where(table => table.Format == "csv");

    public static string PathOf(string folder, TableDefinition table) => Path.Combine(folder, $"{table.Name}.csv");

    /// <summary>What keeps the folder from being uploaded.</summary>
    public static IEnumerable<string> Problems(string folder) => Tables.SelectMany(table => Problems(folder, table));

    private static IEnumerable<string> Problems(string folder, TableDefinition table)
    {
        var header = string.Join(',', table.Columns.Select(column => column.Name));
        var path = PathOf(folder, table);
        if (!File.Exists(path))
        {
            yield return $"a folder without {table.Name}.csv";
        }
        else if (File.ReadLines(path).FirstOrDefault() != header)
        {
            yield return $"a folder whose {table.Name}.csv does not begin with the line {header}";
        }
    }
}
