using Lake.DuckDb;
using Lake.S3;

namespace Lake.Redshift;

/// <summary>A statement failed; the message is what DescribeStatement shows as its error.</summary>
public sealed class RedshiftException : Exception
{
    internal RedshiftException(string text, Exception? cause = null)
        : base($"ERROR: {text}", cause)
    {
    }

    internal static RedshiftException Of(DuckDbException error)
    {
        var first = error.Message.Split('\n')[0];
        return new(
            error switch
            {
                { Subtype: "COLUMN_NOT_FOUND" } => $"column \"{error.Name}\" does not exist",
                { Kind: "Catalog", NameType: "Table", Subtype: "MISSING_ENTRY" } => $"relation \"{error.Name}\" does not exist",
                { Kind: "Catalog", NameType: "Schema", Subtype: "MISSING_ENTRY" } => $"schema \"{error.Name}\" does not exist",
                { Kind: "Catalog", NameType: not "", Subtype: "MISSING_ENTRY" } => $"function {error.Name} does not exist",
                _ => first,
            },
            error);
    }

    internal static RedshiftException Of(S3Exception error) => error.Code == "NoSuchKey"
        ? new("S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey", error)
        : new($"S3ServiceException:{error.Message},Error {error.Code}", error);
}
