using System.Text.Json;

namespace Lake.DuckDb;

/// <summary>DuckDB refused or failed a statement, or is not there at all.</summary>
/// <param name="kind">DuckDB's own kind of error: <c>Parser</c>, <c>Binder</c>, <c>Catalog</c>, <c>Conversion</c>, <c>Interrupt</c> …; <c>Library</c> when it could not be loaded.</param>
/// <param name="message">A description of the error, in DuckDB's words.</param>
public sealed class DuckDbException(string kind, string message) : Exception(message)
{
    /// <summary>The kind of an error that concerns no statement: DuckDB itself is missing.</summary>
    public const string LibraryMissing = "Library";

    /// <summary>The kind of an error of a row that nobody could hold.</summary>
    public const string RowTooLarge = "Row";

    /// <summary>The kind of an error of the file system: the disk is full, or a file is out of reach.</summary>
    public const string FileSystem = "IO";

    public string Kind { get; } = kind;

    /// <summary>DuckDB's closer description of the error (<c>COLUMN_NOT_FOUND</c>, <c>MISSING_ENTRY</c> …), or "".</summary>
    public string Subtype { get; private init; } = "";

    /// <summary>The name of the table, column or function that is missing; empty when nothing is.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The kind of thing that <see cref="Name"/> names: <c>Table</c>, <c>Scalar Function</c> …</summary>
    public string NameType { get; private init; } = "";

    /// <summary>The position in the statement, in bytes from 0; null when DuckDB does not give one.</summary>
    public int? Position { get; private init; }

    /// <summary>Reads an error of a connection that has <c>errors_as_json</c> set.</summary>
    internal static DuckDbException Parse(string text)
    {
        // Errors found while parsing carry their kind in front of the JSON as well.
        var start = text.IndexOf('{', StringComparison.Ordinal);
        if (start >= 0)
        {
            try
            {
                using var json = JsonDocument.Parse(text.AsMemory(start));
                return FromJson(json.RootElement);
            }
            catch (JsonException)
            {
                // An error's own text may hold braces: then it is the message.
            }
        }

        var colon = text.IndexOf(" Error: ", StringComparison.Ordinal);
        return colon > 0 ? new(text[..colon], text[(colon + " Error: ".Length)..]) : new("", text);
    }

    private static DuckDbException FromJson(JsonElement error) =>
        new(Member(error, "exception_type"), Member(error, "exception_message"))
        {
            Subtype = Member(error, "error_subtype"),
            Name = Member(error, "name"),
            NameType = Member(error, "type"),
            Position = int.TryParse(Member(error, "position"), out var position) ? position : null,
        };

    private static string Member(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
