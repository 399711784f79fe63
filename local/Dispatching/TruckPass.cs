using Local.Sqs;
using Replenishment.Dispatching;

namespace Local.Dispatching;

/// <summary>Takes every delivery request off the queue and dispatches it, as the function does batch by batch on AWS.</summary>
/// <remarks>
/// A batch is large, for requests that are planned together ride on better routes. What is refused is visible again at
/// once, so that a request nobody can dispatch comes to the dead-letter queue within the pass. What no truck can carry
/// today is sent again and waits on the queue.
/// </remarks>
/// <param name="keepRoute">Keeps a route for whoever follows its truck.</param>
internal sealed class TruckPass(Queues queues, TruckDispatcher trucks, Action<Route> keepRoute)
{
    private const int MostRequestsTogether = 5_000;

    // The longest that SQS delays a message.
    private static readonly TimeSpan NextTry = TimeSpan.FromMinutes(15);

    private readonly Queue deliveries = queues.Get(DeliveryQueues.Deliveries);
    private readonly Queue deadLetters = queues.Get(DeliveryQueues.DeadLetters);

    /// <exception cref="Exception">Ledger or stream failed: what was not dispatched is on the queue.</exception>
    public async Task<PassResult> RunAsync(CancellationToken cancellation = default)
    {
        var known = deadLetters.Peek().Select(message => message.Id).ToHashSet();
        var outcomes = new List<MessageOutcome.Delivered>();
        var waiting = new List<MessageOutcome.Waiting>();
        var routes = new List<Route>();
        while (await ReceiveAsync(cancellation) is { Count: > 0 } batch)
        {
            var result = await DispatchAsync(batch, cancellation);
            outcomes.AddRange(result.Outcomes.OfType<MessageOutcome.Delivered>());
            waiting.AddRange(result.Outcomes.OfType<MessageOutcome.Waiting>());
            routes.AddRange(result.Routes);
        }

        List<MessageOutcome.Delivered> done = [.. outcomes, .. waiting.Select(outcome => outcome.Done)];
        return new(
            outcomes.Count,
            done.Sum(outcome => outcome.Dispatched),
            done.Sum(outcome => outcome.AlreadyDispatched),
            done.Sum(outcome => outcome.Superseded),
            routes,
            [.. deadLetters.Peek().Where(message => !known.Contains(message.Id)).Select(DeadLetter.Of)],
            waiting,
            deliveries.Depth.Delayed);
    }

    private async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(CancellationToken cancellation)
    {
        // Side by side, as Lambda's pollers do: what they take is written down together.
        var pollers = Enumerable.Range(0, MostRequestsTogether / Batch.MostEntries)
            .Select(_ => deliveries.ReceiveAsync(Batch.MostEntries, wait: TimeSpan.Zero, cancellation: cancellation))
            .ToList();
        return [.. (await Task.WhenAll(pollers)).SelectMany(messages => messages)];
    }

    private async Task<DispatchResult> DispatchAsync(IReadOnlyList<ReceivedMessage> batch, CancellationToken cancellation)
    {
        DispatchResult result;
        try
        {
            result = await trucks.DispatchAsync([.. batch.Select(message => new DeliveryMessage(message.Id, message.Body))], cancellation);
        }
        catch (Exception e)
        {
            await Task.WhenAll(batch.Select(message => GiveBackAsync(message, e.Message)));
            throw;
        }

        foreach (var route in result.Routes)
        {
            keepRoute(route);
        }

        await Task.WhenAll(batch.Zip(result.Outcomes, (message, outcome) => outcome switch
        {
            MessageOutcome.Refused refused => GiveBackAsync(message, refused.Reason),
            MessageOutcome.Waiting => SendAgainAsync(message),
            _ => deliveries.DeleteAsync(message.ReceiptHandle),
        }));
        return result;
    }

    // As a new message: waiting is no failure, and counts neither as a receive nor towards the age at which the queue forgets.
    // After a crash in between both are there, and their orders are dispatched once.
    private async Task SendAgainAsync(ReceivedMessage message)
    {
        await deliveries.SendAsync(new(message.Body, NextTry, message.Message.Attributes));
        await deliveries.DeleteAsync(message.ReceiptHandle);
    }

    private Task GiveBackAsync(ReceivedMessage message, string reason) =>
        deliveries.ChangeVisibilityAsync(message.ReceiptHandle, TimeSpan.Zero, reason);
}
