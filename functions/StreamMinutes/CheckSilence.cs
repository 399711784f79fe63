using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using RealTime.Processing;
using StreamBatches;
using Telemetry;

namespace StreamMinutes;

/// <summary>The function that runs once a minute: it raises and clears the alerts of trucks that stopped sending.</summary>
internal sealed class CheckSilence(SilenceCheck check, EmbeddedMetrics metrics, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<SilenceResult> HandleAsync(MinuteTick tick, ILambdaContext context)
    {
        using var deadline = context.UntilDeadline(clock);
        var result = await check.RunAsync(deadline.Token);
        metrics.Write(
            context.FunctionName,
            [("request_id", context.AwsRequestId)],
            [(MetricName.Trucks, result.Trucks), (MetricName.SilentTrucks, result.Silent), (MetricName.AlertsOpened, result.Opened)]);

        return result;
    }
}

/// <summary>The event that the schedule sends; the function needs nothing of it.</summary>
public sealed record MinuteTick;
