using System.Globalization;
using Local.Serve.Live;

namespace Local.Dispatching;

/// <summary>
/// StoreTruck's event source mapping: collects delivery requests for a while, so that they share trucks, and dispatches
/// them. What is refused is received again, and given up on as the queue says.
/// </summary>
internal sealed class TruckMapping(Stage stage, LiveFeed feed, Action<string> notice) : IAsyncDisposable
{
    // The stack waits 20 seconds; here somebody may be watching.
    private static readonly TimeSpan BatchingWindow = TimeSpan.FromSeconds(5);
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
        var deliveries = stage.Queues.Get(DeliveryQueues.Deliveries);
        var trucks = stage.Trucks();
        while (true)
        {
            await deliveries.WaitForMessageAsync(cancellation);
            await Task.Delay(BatchingWindow, stage.Clock, cancellation);
            try
            {
                Publish(await trucks.RunAsync(cancellation));
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested)
            {
                // A function that fails is called again, whatever it failed of; the requests are back on the queue.
                notice($"Trucks could not be dispatched and will be tried again: {error.Message}");
                await Task.Delay(AfterFailure, stage.Clock, cancellation);
            }
        }
    }

    private void Publish(PassResult pass) => feed.Publish(new("dispatch", string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"deliveries":{{pass.Deliveries}},"lines":{{pass.Lines}},"routes":{{pass.Routes.Count}},"deadLetters":{{pass.DeadLetters.Count}}}""")));
}
