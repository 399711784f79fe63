namespace Workflow;

/// <summary>A file of <c>statemachine/</c> is missing or not what it should be; the message says which, where and what to do.</summary>
public sealed class WorkflowFileException(string message, Exception? inner = null) : Exception(message, inner);
