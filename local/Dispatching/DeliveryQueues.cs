using Local.Sqs;
using Workflow;

namespace Local.Dispatching;

/// <summary>The queue between planning and trucks, and the one behind it.</summary>
internal static class DeliveryQueues
{
    public const string Deliveries = "DeliveryQueue";
    public const string DeadLetters = "DeliveryDeadLetters";

    public static IReadOnlyList<QueueSettings> Settings { get; } =
    [
        new(Deliveries)
        {
            // Six times StoreTruck's timeout; the stack adds its window, during which Lambda holds what it received.
            VisibilityTimeout = 6 * PipelineFacts.TruckTimeout,
            Redrive = new(DeadLetters, PipelineFacts.ReceivesBeforeDeadLetter),
        },

        new(DeadLetters) { Retention = PipelineFacts.DeadLetterRetention },
    ];
}
