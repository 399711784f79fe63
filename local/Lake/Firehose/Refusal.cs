namespace Lake.Firehose;

/// <summary>The reason why a record cannot be a row of the table.</summary>
/// <param name="Code">The delivery stream's error code.</param>
/// <param name="StreamMessage">The message of the delivery stream, as far as it is known; it does not name the column.</param>
/// <param name="Reason">The kind of problem, to be counted: no value of the record in it.</param>
/// <param name="Message">The problem of this record.</param>
/// <param name="Expected">A description of a value that would be accepted; null when a few words cannot give one.</param>
internal sealed record Refusal(string Code, string StreamMessage, string Reason, string Message, string? Expected = null)
{
    /// <summary>The record is no JSON document.</summary>
    public static Refusal Malformed(string message) =>
        new("DataFormatConversion.ParseError", "Encountered malformed JSON.", "malformed JSON", message);

    /// <summary>The record is JSON, and does not fit the table.</summary>
    /// <param name="reason">The kind of problem.</param>
    /// <param name="input">The text or number that could not be converted; null: something else.</param>
    /// <param name="message">The problem of this record.</param>
    /// <param name="expected">A description of a value that would be accepted.</param>
    public static Refusal Mismatch(string reason, string? input, string message, string? expected = null) => new(
        "DataFormatConversion.MalformedData",
        input is null ? "Data does not match the schema." : $"Data does not match the schema. For input string: \"{input}\"",
        reason,
        message,
        expected);
}
