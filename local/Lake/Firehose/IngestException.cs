namespace Lake.Firehose;

/// <summary>Nothing of the input could be taken; the message says what is wrong with the input, and where.</summary>
public sealed class IngestException(string message) : Exception(message);
