using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using JsonValues;
using Lake.DuckDb;
using Lake.S3;

namespace Lake.Athena;

/// <summary>The reason why a query failed, in Athena's terms.</summary>
/// <param name="Kind">The name in front of the message: <c>COLUMN_NOT_FOUND</c>, <c>SYNTAX_ERROR</c>, <c>HIVE_BAD_DATA</c> …</param>
/// <param name="Message">Place and problem.</param>
/// <param name="Category">1: the system's fault; 2: the user's; 3: another's.</param>
/// <param name="Type">A number of the Athena error catalog.</param>
public sealed partial record AthenaError(string Kind, string Message, int Category, int Type)
{
    private const int System = 1;
    private const int User = 2;

    // From the Athena user guide, "Athena error catalog".
    private const int EngineError = 200;
    private const int QueryExhausted = 0;
    private const int TimedOut = 206;
    private const int UserError = 1000;
    private const int DataError = 1001;
    private const int SyntaxError = 1006;
    private const int QueryRejected = 1008;

    /// <summary>The text that stands in <c>StateChangeReason</c>.</summary>
    [JsonIgnore]
    public string Text => $"{Kind}: {Message}";

    public JsonObject ToJson() => JsonObject.Of(
        ("ErrorCategory", Category),
        ("ErrorType", Type),
        ("Retryable", Type == QueryExhausted),
        ("ErrorMessage", Text));

    internal static AthenaError Interrupted { get; } = new(
        "SERVER_SHUTTING_DOWN", "The process that ran the query ended before it did. Start the query again.", System, EngineError);

    /// <summary>Trino's name and words; which ones Athena puts there is not documented.</summary>
    internal static AthenaError TimeLimit(TimeSpan limit) => new(
        "EXCEEDED_TIME_LIMIT",
        string.Create(CultureInfo.InvariantCulture, $"Query exceeded the maximum run time limit of {limit.TotalMinutes:0.00}m"),
        User,
        TimedOut);

    /// <summary>Trino's name and words; which ones Athena puts there is not documented.</summary>
    /// <param name="limit">How many bytes the query may take.</param>
    public static AthenaError MemoryLimit(long limit) => new(
        "EXCEEDED_MEMORY_LIMIT",
        string.Create(CultureInfo.InvariantCulture, $"Query exceeded the memory limit of {limit >> 20} MiB that it has on this machine"),
        System,
        QueryExhausted);

    internal static AthenaError PathExists(S3Uri target) => new(
        "HIVE_PATH_ALREADY_EXISTS",
        $"Target directory for table already exists: {target}. UNLOAD writes to an empty prefix only: delete what is there, or name another.",
        User,
        DataError);

    internal static AthenaError Location(S3Exception error) => new("INVALID_LOCATION", error.Message, User, UserError);

    /// <param name="error">The reason why a result or its manifest could not be written, or the failure in the engine.</param>
    public static AthenaError Internal(Exception error) => new("GENERIC_INTERNAL_ERROR", error.Message, System, EngineError);

    internal static AthenaError NoTable(string name) => new("TABLE_NOT_FOUND", $"Table '{name}' does not exist", User, SyntaxError);

    internal static AthenaError NoFunction(string place, string name) => new("FUNCTION_NOT_FOUND", $"{place}Function '{name}' not registered", User, SyntaxError);

    internal static AthenaError Syntax(string text) => new("SYNTAX_ERROR", text, User, SyntaxError);

    /// <param name="error">DuckDB's error.</param>
    /// <param name="statement">The statement it says it of.</param>
    /// <param name="unloaded">Whether the statement's query was unloaded.</param>
    internal static AthenaError From(DuckDbException error, Statement statement, bool unloaded)
    {
        var place = error.Position is { } position ? statement.Place(position, unloaded) + ": " : "";
        return error switch
        {
            { Kind: "Conversion" } when Refusal().Match(error.Message) is { Success: true } refusal =>
                new(refusal.Groups["kind"].Value, place + refusal.Groups["text"].Value, User, DataError),
            { Subtype: "COLUMN_NOT_FOUND" } => new("COLUMN_NOT_FOUND", $"{place}Column '{error.Name}' cannot be resolved", User, SyntaxError),
            { Kind: "Catalog", NameType: "Table" } => new("TABLE_NOT_FOUND", $"{place}Table '{error.Name}' does not exist", User, SyntaxError),
            { Kind: "Catalog", NameType: "Schema" } => new("SCHEMA_NOT_FOUND", $"{place}Schema '{error.Name}' does not exist", User, SyntaxError),
            { Kind: "Catalog", NameType: not "" } => NoFunction(place, error.Name),
            { Kind: "Conversion" } => new("INVALID_CAST_ARGUMENT", place + First(error), User, DataError),
            { Kind: "Out of Range" } => new("NUMERIC_VALUE_OUT_OF_RANGE", place + First(error), User, DataError),
            { Kind: "Parser" or "Syntax" } => new("SYNTAX_ERROR", place + First(error), User, SyntaxError),
            { Kind: "Binder" or "Catalog" } => new(BinderKind(error), place + First(error), User, SyntaxError),
            { Kind: "Permission" } => new("PERMISSION_DENIED", place + First(error), User, QueryRejected),
            // Athena's text for this error is not documented.
            { Kind: DuckDbException.RowTooLarge } => new("EXCEEDED_ROW_SIZE_LIMIT", First(error), User, DataError),
            { Kind: "Out of Memory" } => new("EXCEEDED_MEMORY_LIMIT", First(error), System, QueryExhausted),
            { Kind: "IO" or "Invalid Input" or "Serialization" } when NamesFile().IsMatch(error.Message) => new("HIVE_BAD_DATA", First(error), User, DataError),
            { Kind: "Invalid Input" } => new("INVALID_FUNCTION_ARGUMENT", place + First(error), User, UserError),
            _ => new("GENERIC_INTERNAL_ERROR", First(error), System, EngineError),
        };
    }

    private static string BinderKind(DuckDbException error) =>
        error.Message.Contains("No function matches", StringComparison.Ordinal) ? "FUNCTION_NOT_FOUND"
        : error.Message.Contains("type", StringComparison.OrdinalIgnoreCase) ? "TYPE_MISMATCH"
        : "SYNTAX_ERROR";

    /// <summary>DuckDB's advice, on the lines behind, speaks of DuckDB.</summary>
    private static string First(DuckDbException error) => error.Message.Split('\n')[0];

    /// <summary>The error of <c>trino_fail</c> of <see cref="TrinoMacros"/>.</summary>
    [GeneratedRegex("'trino:(?<kind>[A-Z_]+):(?<text>.*)' to BOOL", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"\.parquet|\.csv|[Ff]ile", RegexOptions.CultureInvariant)]
    private static partial Regex NamesFile();
}
