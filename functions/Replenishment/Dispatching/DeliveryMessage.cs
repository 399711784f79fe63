using System.Globalization;
using Replenishment.Planning;

namespace Replenishment.Dispatching;

/// <summary>A message off the deliveries queue.</summary>
public sealed record DeliveryMessage(string MessageId, string Body);

/// <summary>The outcome of one message.</summary>
public abstract record MessageOutcome
{
    private MessageOutcome(string messageId) => MessageId = messageId;

    public string MessageId { get; }

    /// <summary>Every line is done: on a truck and in the stream, or superseded. The message may be deleted.</summary>
    /// <param name="Dispatched">Lines that this message put on a truck.</param>
    /// <param name="AlreadyDispatched">Lines that an earlier message, or an earlier delivery of this one, did.</param>
    /// <param name="Superseded">Lines whose shelf has goods on the way, or a newer order, of which their plan did not know.</param>
    public sealed record Delivered(string MessageId, int Dispatched, int AlreadyDispatched, int Superseded = 0)
        : MessageOutcome(MessageId);

    /// <summary>The depot's trucks are out for all of the day: the message must come again.</summary>
    /// <param name="Lines">The number of its lines that wait.</param>
    /// <param name="Done">The outcome of its other lines.</param>
    public sealed record Waiting(string MessageId, DeliveryRequest Delivery, int Lines, Delivered Done) : MessageOutcome(MessageId)
    {
        /// <summary>A sentence for whoever asks why.</summary>
        public string Reason => string.Create(
            CultureInfo.InvariantCulture,
            $"No truck of {Delivery.DepotId} can come back today from one more tour; it has {Delivery.DepotTrucks}.");
    }

    /// <summary>
    /// Some lines are not done: the call failed before, or had more for a depot than it plans at once. The message must
    /// come again.
    /// </summary>
    public sealed record Unfinished(string MessageId) : MessageOutcome(MessageId);

    /// <summary>The message cannot be dispatched, however often it is tried.</summary>
    /// <param name="Reason">A sentence for the log.</param>
    public sealed record Refused(string MessageId, string Reason) : MessageOutcome(MessageId);
}
