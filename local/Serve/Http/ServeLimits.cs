namespace Local.Serve.Http;

/// <summary>
/// The limits of the server's work, so that no number of clients outgrows the machine; requests beyond them are refused
/// with AWS's errors.
/// </summary>
internal sealed record ServeLimits
{
    /// <summary>Requests of one operation at work.</summary>
    public int AtWork { get; init; } = 64;

    /// <summary>Requests at work that carry records: one takes up to 40 MiB while it is read.</summary>
    public int AtWorkWithRecords { get; init; } = 8;

    /// <summary>Requests of one operation that wait for something to happen, a message or the end of an execution.</summary>
    public int LongAtWork { get; init; } = 512;

    /// <summary>Requests of one operation that wait for their turn.</summary>
    public int Waiting { get; init; } = 128;

    /// <summary>
    /// Open connections, far more than work at once: who has to wait or is shed is told so, and a page finds a place beside them.
    /// </summary>
    public int Connections { get; init; } = 1_000;

    /// <summary>
    /// The time after which a request's body must have come at 256 KiB a second on average, so that the largest one is
    /// there within half a minute: a slower body would hold its connection, and its operation's turn, for hours.
    /// </summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Executions under way.</summary>
    public int RunningExecutions { get; init; } = 1_000;
}
