using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Replenishment.Dispatching;
using Telemetry;

namespace StoreTruck;

/// <summary>The consumer of the delivery queue: puts each batch of delivery requests on trucks.</summary>
/// <remarks>
/// A message that can never be dispatched is returned alone, and the queue gives up on it in the end. When the ledger or
/// the stream fails, the exception returns the whole batch: what is recorded stands, and the rest is planned anew.
/// </remarks>
internal sealed class DispatchTrucks(TruckDispatcher dispatcher, RouteKeeper routes, EmbeddedMetrics metrics, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<SQSBatchResponse> HandleAsync(SQSEvent batch, ILambdaContext context)
    {
        var result = await DispatchAsync(batch, context);
        var refused = result.Outcomes.OfType<MessageOutcome.Refused>().ToList();
        var delivered = result.Outcomes.OfType<MessageOutcome.Delivered>().ToList();

        Log(result.Routes, refused, context.Logger);
        metrics.Write(
            context.FunctionName,
            [("request_id", context.AwsRequestId)],
            [
                ("DispatchedLines", delivered.Sum(message => message.Dispatched)),
                ("AlreadyDispatchedLines", delivered.Sum(message => message.AlreadyDispatched)),
                ("SupersededLines", delivered.Sum(message => message.Superseded)),
                ("Routes", result.Routes.Count),
                ("RefusedMessages", refused.Count),
            ]);

        return new([.. refused.Select(message => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = message.MessageId })]);
    }

    private async Task<DispatchResult> DispatchAsync(SQSEvent batch, ILambdaContext context)
    {
        using var deadline = context.UntilDeadline(clock);
        try
        {
            var result = await dispatcher.DispatchAsync(
                [.. batch.Records.Select(message => new DeliveryMessage(message.MessageId, message.Body))], deadline.Token);
            await routes.KeepAsync(result.Routes, context.Logger, deadline.Token);
            return result;
        }
        catch (OperationCanceledException late) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"The invocation had no time left to dispatch its messages ({batch.Records.Count}); they come again.", late);
        }
    }

    private static void Log(
        IReadOnlyList<Route> routes, IReadOnlyList<MessageOutcome.Refused> refused, ILambdaLogger logger)
    {
        foreach (var load in routes
            .SelectMany(route => route.Stops)
            .SelectMany(stop => stop.Dispatches)
            .GroupBy(dispatch => (dispatch.DeliveryId, dispatch.RouteId)))
        {
            var first = load.First();
            logger.LogInformation(
                "Dispatched {lines} lines of delivery {delivery_id} to store {store_id} on truck {truck_id}, route {route_id}, for {execution_id}",
                load.Count(), first.DeliveryId, first.StoreId, first.TruckId, first.RouteId, first.ExecutionId);
        }

        foreach (var message in refused)
        {
            logger.LogError("Refused message {message_id}: {reason}", message.MessageId, message.Reason);
        }
    }
}
