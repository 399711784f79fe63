using System.Collections.Immutable;

namespace StatesLanguage;

/// <summary>One entry of <c>Retry</c>.</summary>
public sealed record Retrier
{
    public required ImmutableArray<string> Errors { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    public int MaxAttempts { get; init; } = 3;

    public double BackoffRate { get; init; } = 2.0;

    public TimeSpan? MaxDelay { get; init; }

    /// <summary>JitterStrategy FULL: any delay between none and the one computed.</summary>
    public bool Jitters { get; init; }

    /// <param name="attempt">Retries of this retrier before this one, from 0.</param>
    /// <param name="random">Gives the jitter.</param>
    public TimeSpan Delay(int attempt, Random random)
    {
        var seconds = Interval.TotalSeconds * Math.Pow(BackoffRate, attempt);
        seconds = Math.Min(seconds, (MaxDelay ?? TimeSpan.FromDays(365)).TotalSeconds);
        return TimeSpan.FromSeconds(Jitters ? seconds * random.NextDouble() : seconds);
    }
}

/// <summary>One entry of <c>Catch</c>.</summary>
public sealed record Catcher
{
    public required ImmutableArray<string> Errors { get; init; }

    public required string Next { get; init; }

    public JsonPath? ResultPath { get; init; }

    public bool DropsResult { get; init; }

    public Template? Output { get; init; }

    public Template? Assign { get; init; }
}
