using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Replenishment.Planning;
using Telemetry;

namespace StorePlanning;

/// <summary>The <c>PlanStores</c> task: a batch of stores that run low, planned into messages for the delivery queue.</summary>
/// <remarks>It sends nothing: the state machine does. An exception fails the task, and its type is the error's name.</remarks>
internal sealed class PlanStores(EmbeddedMetrics metrics)
{
    [LambdaFunction]
    public PlanResult Handle(PlanRequest request, ILambdaContext context)
    {
        var plan = ReplenishmentPlan.For(request);
        var result = plan.ToResult();

        Log(plan, request.BatchInput.ExecutionId, context.Logger);
        metrics.Write(
            context.FunctionName,
            [("execution_id", request.BatchInput.ExecutionId)],
            [
                (MetricName.Deliveries, result.Planned.Deliveries),
                (MetricName.Lines, result.Planned.Lines),
                (MetricName.Units, result.Planned.Units),
                (MetricName.RefusedLines, plan.Refused.Count),
            ]);

        return result;
    }

    private static void Log(ReplenishmentPlan plan, string executionId, ILambdaLogger logger)
    {
        foreach (var delivery in plan.Deliveries)
        {
            logger.LogInformation(
                "Planned delivery {delivery_id} of {lines} lines to store {store_id} for {execution_id}",
                delivery.DeliveryId, delivery.Lines.Count, delivery.StoreId, executionId);
        }

        foreach (var line in plan.Refused)
        {
            logger.LogWarning(
                "Refused product {product_id} of store {store_id} for {execution_id}: {reason}",
                line.ProductId, line.StoreId, executionId, line.Reason);
        }
    }
}
