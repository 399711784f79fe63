using Replenishment.Planning;

namespace Replenishment.Dispatching;

/// <summary>A message with the delivery in it, or what is wrong with it.</summary>
internal sealed record Arrival(string MessageId, DeliveryRequest? Delivery, string? Fault)
{
    public IReadOnlyList<OpenLine> Lines { get; } = [.. (Delivery?.Lines ?? []).Select(line => new OpenLine(Delivery!, line))];

    public static Arrival Of(DeliveryMessage message) =>
        new(message.MessageId, DeliveryReader.Read(message.Body, out var fault), fault);

    public MessageOutcome Outcome(Books books)
    {
        if (Delivery is null)
        {
            return new MessageOutcome.Refused(MessageId, Fault!);
        }

        if (Lines.Any(line => books.Open.Contains(line.Line.OrderKey)))
        {
            return new MessageOutcome.Unfinished(MessageId);
        }

        var held = Lines.Count(line => books.Held.Contains(line.Line.OrderKey));
        var dispatched = Lines.Count(line =>
            ReferenceEquals(books.Orders[line.Line.OrderKey].Delivery, Delivery) && books.Ours.ContainsKey(line.Line.OrderKey));

        var waiting = Lines.Count(line => books.Waiting.Contains(line.Line.OrderKey));
        var done = new MessageOutcome.Delivered(MessageId, dispatched, held - dispatched, Lines.Count - held - waiting);

        return waiting == 0 ? done : new MessageOutcome.Waiting(MessageId, Delivery, waiting, done);
    }
}
