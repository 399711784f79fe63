using Local.Sqs;
using Replenishment.Waves;
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
            // A wave says with each receive for how long it wants a message, and asks for more while it works.
            VisibilityTimeout = WaveLimits.Hold,
            Redrive = new(DeadLetters, PipelineFacts.ReceivesBeforeDeadLetter),
        },

        new(DeadLetters) { Retention = PipelineFacts.DeadLetterRetention },
    ];
}
