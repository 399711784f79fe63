using Local.Sqs;

namespace Local.Dispatching;

/// <summary>
/// Starts waves on this machine: a short while after a request comes, so that others can come with it; and by hand. A refused request
/// is received again, and given up on by the queue's policy.
/// </summary>
/// <param name="deliveries">The queue of delivery requests.</param>
/// <param name="trucks">Called once, before the first wave.</param>
/// <param name="clock">Times the waiting.</param>
/// <param name="dispatched">Is told of every pass, also of what was done before one failed.</param>
/// <param name="notice">Is told, in a sentence, why a pass failed.</param>
internal sealed class WaveStarts(
    Queue deliveries, Func<TruckPass> trucks, TimeProvider clock, Action<PassResult> dispatched, Action<string> notice) : IAsyncDisposable
{
    // The stack waits for the execution's end; here somebody may be watching.
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Lazy<TruckPass> pass = new(trucks);
    private Task work = Task.CompletedTask;

    /// <summary>Sends waves out from now on, whenever a request comes.</summary>
    public void Start() => work = RunAsync(stopping.Token);

    /// <summary>Sends waves out with what waits now, once a pass that is under way has ended.</summary>
    /// <param name="cancellation">Ends the waiting for that. A pass that has begun goes to its end, whoever leaves.</param>
    /// <returns>What came of it, also where something failed.</returns>
    public async Task<PassResult> SendAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var result = await pass.Value.RunAsync(stopping.Token);
            dispatched(result);
            return result;
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // A wave that was sent by hand gives back what it has in hand.
        await turn.WaitAsync(CancellationToken.None);
        turn.Dispose();
        stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await deliveries.WaitForMessageAsync(cancellation);
            await Task.Delay(Gathering, clock, cancellation);
            try
            {
                (await SendAsync(cancellation)).OrThrow();
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested)
            {
                // A function that fails is called again, whatever it failed of; the requests are back on the queue.
                notice($"Trucks could not be dispatched and will be tried again: {error.Message}");
                await Task.Delay(AfterFailure, clock, cancellation);
            }
        }
    }
}
