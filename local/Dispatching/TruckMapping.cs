using Local.Sqs;
using Workflow;

namespace Local.Dispatching;

/// <summary>
/// StoreTruck's event source mapping: collects delivery requests for a while, so that they share trucks, and dispatches
/// them. What is refused is received again, and given up on as the queue says.
/// </summary>
/// <param name="deliveries">The queue of delivery requests.</param>
/// <param name="trucks">Called once, when the mapping starts.</param>
/// <param name="clock">Times the waiting.</param>
/// <param name="dispatched">Told of every pass that went well.</param>
/// <param name="notice">Told, in a sentence, why a pass failed.</param>
internal sealed class TruckMapping(
    Queue deliveries, Func<TruckPass> trucks, TimeProvider clock, Action<PassResult> dispatched, Action<string> notice) : IAsyncDisposable
{
    // A quarter of the stack's: here somebody may be watching.
    private static readonly TimeSpan BatchingWindow = PipelineFacts.TruckBatchingWindow / 4;
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
            await Task.Delay(BatchingWindow, clock, cancellation);
            try
            {
                dispatched(await pass.RunAsync(cancellation));
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
