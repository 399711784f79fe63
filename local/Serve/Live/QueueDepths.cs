using System.Globalization;
using System.Threading.Channels;
using Local.Sqs;

namespace Local.Serve.Live;

/// <summary>Tells who watches how deep the queues are: when something happens in one, or time makes a message visible.</summary>
internal sealed class QueueDepths : IAsyncDisposable
{
    // Queues change in bursts, and counting takes time: the watchers' own, whatever clock the stage has.
    private static readonly TimeSpan BetweenCounts = TimeSpan.FromMilliseconds(200);

    private readonly Queues queues;
    private readonly LiveFeed feed;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stopping = new();
    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, QueueDepth> told = [];
    private Task work = Task.CompletedTask;

    public QueueDepths(Queues queues, LiveFeed feed, TimeProvider clock)
    {
        (this.queues, this.feed, this.clock) = (queues, feed, clock);
        queues.Changed += NoteChange;
    }

    public void Start() => work = RunAsync(stopping.Token);

    public async ValueTask DisposeAsync()
    {
        queues.Changed -= NoteChange;
        await stopping.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private void NoteChange() => changes.Writer.TryWrite(true);

    private async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (await HappensAsync(cancellation))
            {
                // The depths may be what they were and the messages others: it is told even then.
                told.Clear();
            }

            if (feed.HasWatchers)
            {
                Tell();
            }
            else
            {
                told.Clear();
            }

            await Task.Delay(BetweenCounts, TimeProvider.System, cancellation);
        }
    }

    /// <returns>Whether something happened in a queue; false when only time made a message visible.</returns>
    private async Task<bool> HappensAsync(CancellationToken cancellation)
    {
        Task change = changes.Reader.WaitToReadAsync(cancellation).AsTask();
        await change.WaitAsync(Patience(), clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return changes.Reader.TryRead(out _);
    }

    private TimeSpan Patience()
    {
        var next = queues.All.Select(queue => queue.NextVisible).Min() - clock.GetUtcNow();
        return next switch
        {
            null => Timeout.InfiniteTimeSpan,
            { } time when time < TimeSpan.Zero => TimeSpan.Zero,
            { } time => time,
        };
    }

    private void Tell()
    {
        foreach (var queue in queues.All)
        {
            // The age changes always, and nobody asks for it here.
            var depth = queue.Depth with { OldestAge = TimeSpan.Zero };
            if (told.GetValueOrDefault(queue.Name) != depth)
            {
                told[queue.Name] = depth;
                feed.Publish(new("queue", string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"name":"{{queue.Name}}","visible":{{depth.Visible}},"inFlight":{{depth.InFlight}},"delayed":{{depth.Delayed}}}""")));
            }
        }
    }
}
