using System.Security.Cryptography;

namespace RecordStreaming;

/// <summary>The waiting times between attempts: twice as long each time up to a ceiling, with full jitter.</summary>
/// <param name="Attempts">Including the first.</param>
/// <param name="First">The longest wait before the second attempt.</param>
/// <param name="Ceiling">The longest wait before any.</param>
/// <param name="Jitter">A fraction from 0 to 1, a new one each time.</param>
/// <remarks>Full jitter: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog (2015).</remarks>
public sealed record Backoff(int Attempts, TimeSpan First, TimeSpan Ceiling, Func<double> Jitter)
{
    /// <summary>
    /// A random fraction without a seed, so that many producers that were throttled together do not come back together.
    /// </summary>
    public static double RandomFraction() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    /// <param name="attempt">The attempt that failed, from 1.</param>
    public TimeSpan After(int attempt)
    {
        var longest = Math.Min(First.TotalMilliseconds * Math.Pow(2, attempt - 1), Ceiling.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(longest * Jitter());
    }
}
