using Workflow;
using Workflow.Reference;

namespace Infra.Configuration;

/// <summary>
/// A folder of reference data: <c>stores.csv</c> and <c>depots.csv</c>, as the lake's tables have them, and what the
/// stack can do without, such as <c>distances.csv</c> and <c>price_list.csv</c>, where it is there.
/// </summary>
internal static class ReferenceFiles
{
    /// <summary>The tables that no stream fills.</summary>
    public static IEnumerable<TableDefinition> Tables(string folder) => WorkflowFiles.Tables.Where(table =>
        table.Format == "csv" && ((table.Part is null && !table.IsOptional) || File.Exists(PathOf(folder, table))));

    private static string PathOf(string folder, TableDefinition table) => Path.Combine(folder, $"{table.Name}.csv");

    /// <summary>The problems that prevent the upload of the folder, a sentence for each file.</summary>
    public static IEnumerable<string> Problems(string folder) => Tables(folder).Select(table => Problem(folder, table)).OfType<string>();

    /// <summary>The content that is uploaded: the file as <c>ingest --table</c> would put it in the lake.</summary>
    /// <exception cref="ReferenceDataException">A row is wrong.</exception>
    public static string Csv(string folder, TableDefinition table)
    {
        using var file = File.OpenRead(PathOf(folder, table));
        return ReferenceContent.Read(file, ReferenceFormat.Csv, table).Csv;
    }

    private static string? Problem(string folder, TableDefinition table)
    {
        if (!File.Exists(PathOf(folder, table)))
        {
            return $"'{folder}' has no {table.Name}.csv. Put it there, or set another folder: pulumi config set referenceData our-stores.";
        }

        try
        {
            _ = Csv(folder, table);
            return null;
        }
        catch (ReferenceDataException problem)
        {
            return $"{PathOf(folder, table)}: {problem.Message}";
        }
    }
}
