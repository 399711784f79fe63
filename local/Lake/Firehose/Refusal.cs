namespace Lake.Firehose;

/// <summary>Why a record cannot be a row of the table.</summary>
/// <param name="Code">The delivery stream's error code.</param>
/// <param name="Reason">The kind of problem, to be counted: no value of the record in it.</param>
/// <param name="Message">The problem of this record.</param>
internal sealed record Refusal(string Code, string Reason, string Message)
{
    /// <summary>The record is no JSON document.</summary>
    public static Refusal Malformed(string message) =>
        new("DataFormatConversion.ParseError", "malformed JSON", $"Encountered malformed JSON. {message}");

    /// <summary>The record is JSON, and does not fit the table.</summary>
    public static Refusal Mismatch(string reason, string message) =>
        new("DataFormatConversion.MalformedData", reason, $"Data does not match the schema. {message}");
}
