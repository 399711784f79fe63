namespace Replenishment.Waves;

/// <summary>The limits of a wave.</summary>
public static class WaveLimits
{
    /// <summary>Requests of a wave. Those beyond wait for the next, which may go out in the same call.</summary>
    public const int MostRequests = 5_000;

    /// <summary>Characters of a wave's requests together; a request has some thousands.</summary>
    public const long MostCharacters = 32L * 1024 * 1024;

    /// <summary>The time for which a request, or the lease, is held for a wave that gives no sign of life.</summary>
    public static TimeSpan Hold { get; } = TimeSpan.FromMinutes(3);

    /// <summary>The time between two signs of life of a wave.</summary>
    public static TimeSpan Heartbeat { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The least time that a call must have left to send out a further wave.</summary>
    public static TimeSpan LeastTime { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Calls to the queue that receive side by side.</summary>
    internal const int Receivers = 4;
}
