using Amazon.Lambda.Core;

namespace StoreTruck;

internal static class Deadline
{
    // The time to delete the requests that are done and to give back the rest, well before Lambda would end the invocation.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(45);

    public static TimeSpan TimeForWaves(this ILambdaContext context) => context.RemainingTime - Reserve;
}
