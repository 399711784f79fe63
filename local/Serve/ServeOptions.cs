namespace Local.Serve;

/// <param name="Port">0: one that is free.</param>
/// <param name="RunsTrucks">Whether delivery requests are dispatched as they come.</param>
internal sealed record ServeOptions(int Port, bool RunsTrucks);

/// <summary>The server cannot start; the message says why and what to do.</summary>
internal sealed class ServeException(string message, Exception inner) : Exception(message, inner);
