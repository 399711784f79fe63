namespace Workflow.Reference;

/// <summary>A file is no table of reference data, and nothing of it counts; the message says what is wrong, and in which line.</summary>
public sealed class ReferenceDataException(string message) : Exception(message);
