namespace Kinesis;

/// <summary>The streams' file cannot be read or written; the message says why and what to do.</summary>
public sealed class KinesisStoreException(string message, Exception inner) : IOException(message, inner);
