using System.Runtime.ExceptionServices;
using Replenishment.Dispatching;

namespace Replenishment.Waves;

/// <summary>
/// Sends trucks out in waves, as dispatchers do: a wave takes all that waits, plans the stops of each depot together, dispatches
/// what its trucks can do today, and takes off the queue only what is done.
/// </summary>
/// <param name="queue">The queue on which requests wait.</param>
/// <param name="lease">Held while waves go out.</param>
/// <param name="trucks">Plans and dispatches.</param>
/// <param name="keepRoute">Keeps a route that leaves for whoever follows its truck.</param>
/// <param name="clock">Times the heartbeat and the end.</param>
/// <remarks>
/// Killed anywhere, it leaves nothing half done: requests are visible again when their hold ends, and what was recorded for them
/// stands (<see cref="TruckDispatcher"/>).
/// </remarks>
public sealed class TruckWaves(
    IRequestSource queue, IWaveLease lease, TruckDispatcher trucks, Func<Route, CancellationToken, Task> keepRoute, TimeProvider clock)
{
    /// <summary>Sends out waves until nothing waits or the time is up.</summary>
    /// <param name="time">
    /// The time after which nothing more is planned or recorded; only a few calls to the queue are left to do then. Null
    /// for no limit.
    /// </param>
    /// <param name="cancellation">Ends it sooner; what is in hand is given back.</param>
    /// <returns>The result, even when something failed.</returns>
    public async Task<WaveResult> RunAsync(TimeSpan? time, CancellationToken cancellation = default)
    {
        if (await lease.TakeAsync(cancellation) is not { } taken)
        {
            return new() { IsBusy = true };
        }

        var result = new WaveResult();
        await using (var held = new HeldRequests(queue, taken, clock))
        {
            held.Start();
            await RunAsync(held, result, time, cancellation);
            await EndAsync(taken, held.IsLost, result);
        }

        return result;
    }

    private async Task RunAsync(HeldRequests held, WaveResult result, TimeSpan? time, CancellationToken cancellation)
    {
        var end = clock.GetUtcNow() + time;
        var pass = new WavePass(keepRoute);
        using var late = new CancellationTokenSource(time is null ? Timeout.InfiniteTimeSpan : time > TimeSpan.Zero ? time.Value : TimeSpan.Zero, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token, held.Lost);
        try
        {
            do
            {
                await held.ReceiveAsync(ending.Token);
                if (held.InHand.Count == 0)
                {
                    return;
                }

                await SendWaveAsync(held, result, pass, ending.Token);
            }
            while (result.Failure is null && !(clock.GetUtcNow() + WaveLimits.LeastTime > end));
        }
        catch (Exception error)
        {
            // Handed over with what was done before.
            result.Failure = ExceptionDispatchInfo.Capture(error);
        }

        result.Failure = held.IsLost ? ExceptionDispatchInfo.Capture(new LeaseLostException()) : result.Failure;
        await GiveBackAsync(held, result, isLate: late.IsCancellationRequested && !cancellation.IsCancellationRequested);
    }

    private async Task EndAsync(IHeldLease taken, bool isLost, WaveResult result)
    {
        try
        {
            result.OnQueue = result.Waves == 0 ? 0 : await queue.CountAsync(CancellationToken.None);
            if (!isLost)
            {
                await taken.ReleaseAsync(CancellationToken.None);
            }
        }
        catch (Exception error)
        {
            // The lease ends by itself. What was done before is told first.
            result.Failure ??= ExceptionDispatchInfo.Capture(error);
        }
    }

    private async Task SendWaveAsync(HeldRequests held, WaveResult result, WavePass pass, CancellationToken ending)
    {
        var requests = held.InHand;
        var wave = await trucks.DispatchAsync(
            [.. requests.Select(request => new DeliveryMessage(request.MessageId, request.Body))], pass, ending);
        result.Add(wave);

        // Requests that are done are deleted even when the time is up.
        var outcomes = requests.Zip(wave.Outcomes).ToLookup(pair => pair.Second.GetType(), pair => (pair.First, pair.Second));
        await SettleAsync(held, Of<MessageOutcome.Delivered>(), queue.DeleteAsync);
        await SettleAsync(held, Of<MessageOutcome.Waiting>(), queue.PostponeAsync);
        await queue.ReturnAsync(
            [.. outcomes[typeof(MessageOutcome.Refused)].Select(pair => (pair.First, ((MessageOutcome.Refused)pair.Second).Reason))],
            CancellationToken.None);
        held.PutDown(Of<MessageOutcome.Refused>());

        List<QueuedRequest> Of<T>() => [.. outcomes[typeof(T)].Select(pair => pair.First)];
    }

    private static async Task SettleAsync(
        HeldRequests held, List<QueuedRequest> requests, Func<IReadOnlyList<QueuedRequest>, CancellationToken, Task> settle)
    {
        if (requests.Count > 0)
        {
            await settle(requests, CancellationToken.None);
            held.PutDown(requests);
        }
    }

    private async Task GiveBackAsync(HeldRequests held, WaveResult result, bool isLate)
    {
        var left = held.InHand;
        result.Returned = left.Count;
        if (isLate && result.Failure?.SourceException is OperationCanceledException)
        {
            result.Failure = ExceptionDispatchInfo.Capture(new TimeoutException(
                "The time was up before all requests were dispatched; the others wait on the queue for the next wave."));
        }

        if (left.Count > 0 && !held.IsLost)
        {
            var reason = result.Failure?.SourceException.Message ?? "The time was up before their wave.";
            await queue.ReturnAsync([.. left.Select(request => (request, reason))], CancellationToken.None);
        }
    }
}
