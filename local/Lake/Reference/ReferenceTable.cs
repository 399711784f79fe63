using System.Text;
using Lake.S3;
using Workflow;
using Workflow.Reference;

namespace Lake.Reference;

/// <summary>Loads a table that is one CSV object: stores, depots, the price list.</summary>
/// <param name="store">The folder of the lake.</param>
/// <param name="bucket">The lake's bucket; made when it is not there.</param>
/// <param name="table">A table of CSV, whose first column is its key.</param>
public sealed class ReferenceTable(S3Folder store, string bucket, TableDefinition table)
{
    /// <summary>The object that holds the table.</summary>
    public S3Uri Uri { get; } = new(bucket, $"{table.Prefix}{table.Name}.csv");

    /// <summary>Replaces the table by a file's rows.</summary>
    /// <param name="file">The file, in UTF-8.</param>
    /// <param name="format">The file's format.</param>
    /// <returns>The number of rows that the table has now.</returns>
    /// <exception cref="ReferenceDataException">A row is wrong; the table is as it was.</exception>
    public int Load(Stream file, ReferenceFormat format)
    {
        var content = ReferenceContent.Read(file, format, table);
        store.CreateBucket(bucket);
        store.Put(Uri, Encoding.UTF8.GetBytes(content.Csv));
        return content.Rows;
    }
}
