namespace Replenishment.Waves;

/// <summary>The requests that a wave has in hand, kept from others, and its lease with them, until it puts them down.</summary>
internal sealed class HeldRequests(IRequestSource queue, IHeldLease lease, TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource done = new();
    private readonly CancellationTokenSource lost = new();
    private readonly Lock gate = new();
    private readonly List<QueuedRequest> requests = [];
    private Task beating = Task.CompletedTask;

    /// <summary>Cancelled when the lease is lost: another wave may be given the requests.</summary>
    public CancellationToken Lost => lost.Token;

    public bool IsLost => lost.IsCancellationRequested;

    public IReadOnlyList<QueuedRequest> InHand
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    public void Start() => beating = BeatAsync(done.Token);

    /// <summary>Takes what waits, side by side, until the queue has no more or the wave is full.</summary>
    public async Task ReceiveAsync(CancellationToken cancellation)
    {
        // One call comes first, because most often there is nothing.
        if (!IsFull && await ReceiveOnceAsync(cancellation))
        {
            await Task.WhenAll(Enumerable.Range(0, WaveLimits.Receivers).Select(async _ =>
            {
                while (!IsFull && await ReceiveOnceAsync(cancellation))
                {
                }
            }));
        }
    }

    public void PutDown(IReadOnlyCollection<QueuedRequest> settled)
    {
        lock (gate)
        {
            requests.RemoveAll(settled.ToHashSet(ReferenceEqualityComparer.Instance).Contains);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await done.CancelAsync();
        await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        done.Dispose();
        lost.Dispose();
    }

    private bool IsFull
    {
        get
        {
            lock (gate)
            {
                return requests.Count >= WaveLimits.MostRequests
                    || requests.Sum(request => (long)request.Body.Length) >= WaveLimits.MostCharacters;
            }
        }
    }

    private async Task<bool> ReceiveOnceAsync(CancellationToken cancellation)
    {
        var received = await queue.ReceiveAsync(cancellation);
        lock (gate)
        {
            requests.AddRange(received);
        }

        return received.Count > 0;
    }

    private async Task BeatAsync(CancellationToken cancellation)
    {
        var heldUntil = clock.GetUtcNow() + WaveLimits.Hold;
        while (true)
        {
            await Task.Delay(WaveLimits.Heartbeat, clock, cancellation);
            var asked = clock.GetUtcNow();
            if (await IsHeldAsync(cancellation))
            {
                heldUntil = asked + WaveLimits.Hold;
            }
            else if (clock.GetUtcNow() + WaveLimits.Heartbeat > heldUntil)
            {
                await lost.CancelAsync();
                return;
            }
        }
    }

    /// <returns>False: it could not be asked, and the next beat may be in time.</returns>
    private async Task<bool> IsHeldAsync(CancellationToken cancellation)
    {
        try
        {
            if (!await lease.RenewAsync(cancellation))
            {
                await lost.CancelAsync();
                return true;
            }

            await queue.HoldAsync(InHand, cancellation);
            return true;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
