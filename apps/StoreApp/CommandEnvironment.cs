namespace StoreApp;

/// <summary>The inputs and outputs of the commands.</summary>
/// <param name="Jitter">A fraction from 0 to 1, a new one each time.</param>
/// <param name="IsTerminal">Whether a person reads the progress, on one line that is written over.</param>
internal sealed record CommandEnvironment(
    Func<Connection, IAwsClients> Connect,
    TimeProvider Clock,
    Func<double> Jitter,
    Func<Stream> StandardInput,
    bool IsTerminal);
