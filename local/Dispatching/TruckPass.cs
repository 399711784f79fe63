using Local.Sqs;
using Replenishment.Dispatching;
using Replenishment.Waves;

namespace Local.Dispatching;

/// <summary>Sends out waves until no delivery request waits that a truck could carry, with the code of the function on AWS.</summary>
/// <remarks>
/// A refused request is visible again at once, so that a request that can never be dispatched comes to the dead-letter
/// queue within the pass. A request that no truck can carry today is sent again and waits on the queue.
/// </remarks>
/// <param name="lease">The lease, one for each data folder.</param>
/// <param name="keepRoute">Keeps a route for whoever follows its truck.</param>
internal sealed class TruckPass(Queues queues, LocalWaveLease lease, TruckDispatcher trucks, Action<Route> keepRoute, TimeProvider clock)
{
    private readonly Queue deliveries = queues.Get(DeliveryQueues.Deliveries);
    private readonly Queue deadLetters = queues.Get(DeliveryQueues.DeadLetters);

    /// <returns>
    /// The result, even when the ledger or the stream failed: the requests that were not dispatched then are on the
    /// queue.
    /// </returns>
    public async Task<PassResult> RunAsync(CancellationToken cancellation = default)
    {
        var known = deadLetters.Peek().Select(message => message.Id).ToHashSet();
        var waves = await new TruckWaves(new LocalRequestSource(deliveries), lease, trucks, Keep, clock).RunAsync(time: null, cancellation);

        return new(
            waves.Delivered.Count,
            waves.Done.Sum(outcome => outcome.Dispatched),
            waves.Done.Sum(outcome => outcome.AlreadyDispatched),
            waves.Done.Sum(outcome => outcome.Superseded),
            waves.Routes,
            [.. deadLetters.Peek().Where(message => !known.Contains(message.Id)).Select(DeadLetter.Of)],
            waves.Waiting,
            waves.Waves == 0 ? deliveries.Peek().Count : waves.OnQueue,
            waves.Failure);
    }

    private Task Keep(Route route, CancellationToken cancellation)
    {
        keepRoute(route);
        return Task.CompletedTask;
    }
}
