using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Replenishment.Waves;
using Telemetry;

namespace StoreTruck;

/// <summary>Sends trucks out with the delivery requests that wait, in waves.</summary>
/// <remarks>
/// When the ledger or the stream fails, or the time is up, the call fails after it has kept and counted what was done; the
/// rest is on the queue for the next one.
/// </remarks>
internal sealed class DispatchTrucks(TruckWaves waves, LakeRoads roads, EmbeddedMetrics metrics)
{
    [LambdaFunction]
    public async Task<WaveAnswer> HandleAsync(WaveStart start, ILambdaContext context)
    {
        var result = await waves.RunAsync(context.TimeForWaves());
        var answer = WaveAnswer.Of(result);
        Log(result, context.Logger);
        if (result.Waves > 0)
        {
            if (roads.Missing is { } missing)
            {
                context.Logger.LogWarning("{missing}", missing);
            }

            Count(answer, start, context);
        }

        result.Failure?.Throw();
        return answer;
    }

    private void Count(WaveAnswer answer, WaveStart start, ILambdaContext context) => metrics.Write(
        context.FunctionName,
        [("request_id", context.AwsRequestId), ("started_by", start.Source ?? "hand")],
        [
            (MetricName.DispatchedLines, answer.DispatchedLines),
            (MetricName.AlreadyDispatchedLines, answer.AlreadyDispatchedLines),
            (MetricName.SupersededLines, answer.SupersededLines),
            (MetricName.Routes, answer.Routes),
            (MetricName.RefusedMessages, answer.RefusedMessages),
            (MetricName.WaitingRequests, answer.Waiting.Sum(depot => depot.Requests)),
            (MetricName.ReturnedRequests, answer.ReturnedRequests),
        ]);

    private static void Log(WaveResult result, ILambdaLogger logger)
    {
        foreach (var load in result.Routes
            .SelectMany(route => route.Stops)
            .SelectMany(stop => stop.Dispatches)
            .GroupBy(dispatch => (dispatch.DeliveryId, dispatch.RouteId)))
        {
            var first = load.First();
            logger.LogInformation(
                "Dispatched {lines} lines of delivery {delivery_id} to store {store_id} on truck {truck_id}, route {route_id}, for {execution_id}",
                load.Count(), first.DeliveryId, first.StoreId, first.TruckId, first.RouteId, first.ExecutionId);
        }

        foreach (var message in result.Waiting)
        {
            logger.LogWarning(
                "Delivery {delivery_id} to store {store_id} waits: {reason}", message.Delivery.DeliveryId, message.Delivery.StoreId, message.Reason);
        }

        foreach (var message in result.Refused)
        {
            logger.LogError("Refused message {message_id}: {reason}", message.MessageId, message.Reason);
        }
    }
}
