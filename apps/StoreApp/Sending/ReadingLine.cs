namespace StoreApp.Sending;

/// <summary>One line of the input: a reading as it goes to the stream, or why it does not go there.</summary>
internal abstract record ReadingLine
{
    private ReadingLine()
    {
    }

    /// <param name="Document">JSON in UTF-8, on one line.</param>
    public sealed record Accepted(ReadOnlyMemory<byte> Document) : ReadingLine;

    /// <param name="Number">Of the line in its file, from 1.</param>
    public sealed record Refused(int Number, string Reason) : ReadingLine;
}
