namespace StoreApp;

/// <summary>What the commands take from outside.</summary>
/// <param name="Jitter">A fraction from 0 to 1, a new one each time.</param>
/// <param name="IsTerminal">Whether progress is read by a person, on one line that is written over.</param>
internal sealed record CommandEnvironment(
    Func<Connection, IAwsClients> Connect,
    TimeProvider Clock,
    Func<double> Jitter,
    Func<Stream> StandardInput,
    bool IsTerminal);
