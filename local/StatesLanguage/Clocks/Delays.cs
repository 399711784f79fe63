namespace StatesLanguage.Clocks;

internal static class Delays
{
    // Timers of the platform end at about 49 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>The part that is left of a length of time that began then.</summary>
    public static TimeSpan Left(this TimeProvider clock, TimeSpan length, DateTimeOffset began)
    {
        // In this order, neither a time that began long ago nor an endless length exceeds the range of a date.
        var left = length - (clock.GetUtcNow() - began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>
    /// A source that is cancelled when that time is over; a time longer than timers allow does not end within a process.
    /// </summary>
    /// <param name="length">Null: no end.</param>
    public static CancellationTokenSource Limit(this TimeProvider clock, TimeSpan? length, DateTimeOffset? began) =>
        length is { } limit && clock.Left(limit, began ?? clock.GetUtcNow()) is var left && left <= Longest ? new(left, clock) : new();

    /// <summary>Waits for that time, and less than a millisecond more: timers count whole ones, and would end before the time is over.</summary>
    public static async ValueTask DelayAsync(this TimeProvider clock, TimeSpan delay, CancellationToken cancellation)
    {
        delay = TimeSpan.FromTicks((delay.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
        for (; delay > Longest; delay -= Longest)
        {
            await Task.Delay(Longest, clock, cancellation);
        }

        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, clock, cancellation);
        }
    }
}
