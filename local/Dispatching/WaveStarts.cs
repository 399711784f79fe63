using Local.Sqs;

namespace Local.Dispatching;

/// <summary>
/// Starts waves on this machine: a short while after a request comes, so that others can come with it. A refused request
/// is received again, and given up on by the queue's policy.
/// </summary>
/// <param name="deliveries">The queue of delivery requests.</param>
/// <param name="trucks">Called once, at the start.</param>
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
    private Task work = Task.CompletedTask;

    public void Start() => work = RunAsync(stopping.Token);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        var pass = trucks();
        while (true)
        {
            await deliveries.WaitForMessageAsync(cancellation);
            await Task.Delay(Gathering, clock, cancellation);
            try
            {
                var result = await pass.RunAsync(cancellation);
                dispatched(result);
                result.OrThrow();
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
