using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Local.Serve.Live;

/// <summary>Tells everybody who watches what changes, in the order in which it does. Who cannot keep up is let go.</summary>
internal sealed class LiveFeed
{
    // The events kept for a watcher that does not read; they are some seconds of a busy execution.
    private const int MostWaiting = 2_000;

    private readonly ConcurrentDictionary<Watcher, bool> watchers = new();

    public void Publish(LiveEvent happened)
    {
        foreach (var watcher in watchers.Keys)
        {
            if ((happened.Execution is null || happened.Execution == watcher.Execution) && !watcher.Events.Writer.TryWrite(happened))
            {
                // The watcher has missed an event: it has to come back and read everything again.
                Leave(watcher);
            }
        }
    }

    public bool HasWatchers => !watchers.IsEmpty;

    /// <summary>Whether anybody would be told a detail of that execution.</summary>
    public bool IsWatched(string execution) => watchers.Keys.Any(watcher => watcher.Execution == execution);

    /// <param name="execution">The execution whose details are wanted too; null for none.</param>
    /// <returns>The watcher, to be disposed when it is no longer read.</returns>
    public Watcher Watch(string? execution)
    {
        var watcher = new Watcher(this, execution);
        watchers[watcher] = true;
        return watcher;
    }

    private void Leave(Watcher watcher)
    {
        watchers.TryRemove(watcher, out _);
        watcher.Events.Writer.TryComplete();
    }

    internal sealed class Watcher(LiveFeed feed, string? execution) : IDisposable
    {
        public string? Execution => execution;

        public Channel<LiveEvent> Events { get; } = Channel.CreateBounded<LiveEvent>(MostWaiting);

        public void Dispose() => feed.Leave(this);
    }
}
