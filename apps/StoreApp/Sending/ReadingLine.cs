namespace StoreApp.Sending;

/// <summary>One line of the input: a reading for the stream, or the reason why the line is not sent.</summary>
internal abstract record ReadingLine
{
    private ReadingLine()
    {
    }

    /// <param name="Document">JSON in UTF-8, on one line.</param>
    public sealed record Accepted(ReadOnlyMemory<byte> Document) : ReadingLine;

    /// <param name="Number">The number of the line in its file, from 1.</param>
    public sealed record Refused(int Number, string Reason) : ReadingLine;
}
