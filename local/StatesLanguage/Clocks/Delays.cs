namespace StatesLanguage;

internal static class Delays
{
    // Timers of the platform end at about 49 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    public static async ValueTask DelayAsync(this TimeProvider clock, TimeSpan delay, CancellationToken cancellation)
    {
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
