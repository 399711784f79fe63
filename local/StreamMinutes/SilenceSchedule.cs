using RealTime.Processing;

namespace Local.StreamMinutes;

/// <summary>Asks once a minute which trucks have fallen silent, as a schedule does on AWS.</summary>
/// <param name="notice">Is told why a check failed; the next one does its work.</param>
internal sealed class SilenceSchedule(SilenceCheck check, TimeProvider clock, Action<string> notice)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Goes on until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                await CheckAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    private async Task CheckAsync(CancellationToken cancellation)
    {
        try
        {
            await check.RunAsync(cancellation);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            notice($"Silent trucks could not be looked for, and will be in a minute: {error.Message}");
        }
    }
}
