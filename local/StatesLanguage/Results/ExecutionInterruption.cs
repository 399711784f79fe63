namespace StatesLanguage.Results;

/// <summary>An exception that ends an execution wherever it stands: no state fails by it, and no Catch sees it.</summary>
internal abstract class ExecutionInterruption(string message, Exception? inner = null) : Exception(message, inner);
