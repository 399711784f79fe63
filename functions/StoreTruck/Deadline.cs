using Amazon.Lambda.Core;

namespace StoreTruck;

internal static class Deadline
{
    // To take off the queue what is done and give back the rest, in good time before Lambda would end the invocation.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(45);

    public static TimeSpan TimeForWaves(this ILambdaContext context) => context.RemainingTime - Reserve;
}
