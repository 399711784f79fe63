using Amazon.Lambda.Core;

namespace StreamBatches;

/// <summary>The time for which an invocation may work.</summary>
public static class Deadline
{
    // The time for the answer, so that records that are done are not delivered again because the answer came too late.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(2);

    /// <summary>Cancels shortly before Lambda would end the invocation.</summary>
    public static CancellationTokenSource UntilDeadline(this ILambdaContext context, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(context);

        var left = context.RemainingTime - Reserve;
        return new(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
    }
}
