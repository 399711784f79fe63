using Local.Sqs;

namespace Local.Dispatching;

/// <summary>The queue between planning and trucks, and the one behind it.</summary>
internal static class DeliveryQueues
{
    public const string Deliveries = "DeliveryQueue";
    public const string DeadLetters = "DeliveryDeadLetters";

    // AWS asks for five or more, so that throttling alone never fills the dead-letter queue.
    private const int ReceivesBeforeDeadLetter = 5;

    public static IReadOnlyList<QueueSettings> Settings { get; } =
    [
        new(Deliveries)
        {
            VisibilityTimeout = TimeSpan.FromMinutes(6),
            Redrive = new(DeadLetters, ReceivesBeforeDeadLetter),
        },

        // A dead letter keeps the time of its first sending, so that its queue has to keep it longer.
        new(DeadLetters) { Retention = TimeSpan.FromDays(14) },
    ];
}
