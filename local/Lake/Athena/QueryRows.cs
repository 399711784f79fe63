using Lake.S3;
using Workflow.Reference;

namespace Lake.Athena;

/// <summary>Reads back what a finished SELECT answered.</summary>
public static class QueryRows
{
    /// <returns>The rows without the header, every value as text; NULL as empty text, as the result's object has it.</returns>
    /// <exception cref="S3Exception">The result is not there.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(S3Folder store, QueryExecution query)
    {
        using var reader = new StreamReader(store.OpenRead(S3Uri.Parse(query.OutputLocation)));
        return [.. CsvRows.Records(reader).Skip(1).Select(record => record.Fields)];
    }
}
