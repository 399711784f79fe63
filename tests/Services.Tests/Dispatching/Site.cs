using System.Globalization;
using Local.Dispatching;
using Local.Sqs;
using Local.Storage;
using Replenishment.Dispatching;
using Tests.Shared;

namespace Services.Tests.Dispatching;

/// <summary>Queues, ledger and dispatches stream of one data folder, opened by one process after the other.</summary>
internal sealed class Site : IAsyncDisposable
{
    private static readonly JournalOptions InMemory = new(FlushToDisk: false);

    private readonly TemporaryFolder folder = new();
    private int lastId;

    private Site(IEnumerable<Dispatch> streamed, int lastId)
    {
        Streamed = [.. streamed];
        this.lastId = lastId;
    }

    public Queues Queues { get; private set; } = null!;

    public JournalLedger Ledger { get; private set; } = null!;

    public List<Dispatch> Streamed { get; }

    public Queue Deliveries => Queues.Get(DeliveryQueues.Deliveries);

    public Queue DeadLetters => Queues.Get(DeliveryQueues.DeadLetters);

    public string QueueJournal => folder["queues.journal"];

    public ManualTime Clock { get; } = new();

    /// <summary>Called before and after each write of a pass: where a crash would leave things.</summary>
    public Action? AtEachWrite { get; set; }

    public static Site Open() => new Site([], 0).OpenFiles();

    /// <summary>What another process would find, had this one been killed now; the queue's journal cut to a length.</summary>
    public Site Killed(long? queueJournal = null)
    {
        var left = new Site(Streamed, lastId);
        foreach (var file in Directory.GetFiles(folder.Root))
        {
            File.Copy(file, left.folder[Path.GetFileName(file)]);
        }

        if (queueJournal is { } length)
        {
            using var journal = File.OpenWrite(left.QueueJournal);
            journal.SetLength(length);
        }

        return left.OpenFiles();
    }

    public async Task SendAsync(params IEnumerable<string> bodies)
    {
        foreach (var body in bodies)
        {
            await Deliveries.SendAsync(new(body));
        }
    }

    public async Task<PassResult> PassAsync()
    {
        var dispatcher = new TruckDispatcher(new WatchedLedger(Ledger, Watch), new WatchedStream(Streamed, Watch), EstimatedRoads.Everywhere, TimeSpan.Zero, Clock, Ledger);
        return (await new TruckPass(Queues, new(), dispatcher, _ => { }, Clock).RunAsync()).OrThrow();
    }

    public async ValueTask DisposeAsync()
    {
        await Queues.DisposeAsync();
        await Ledger.DisposeAsync();
        folder.Dispose();
    }

    private Site OpenFiles()
    {
        Queues = Queues.Open(
            folder.Root, DeliveryQueues.Settings, Clock, () => (++lastId).ToString(CultureInfo.InvariantCulture), InMemory);
        Ledger = JournalLedger.Open(folder.Root, Clock, InMemory);
        return this;
    }

    private void Watch() => AtEachWrite?.Invoke();

    private sealed class WatchedLedger(IDispatchLedger ledger, Action watch) : IDispatchLedger
    {
        public Task<IReadOnlyDictionary<string, LedgerEntry>> FindAsync(
            IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default) =>
            ledger.FindAsync(orderKeys, cancellation);

        public Task<IReadOnlyDictionary<string, LedgerEntry>> FindLastAsync(
            IReadOnlyCollection<string> shelves, CancellationToken cancellation = default) =>
            ledger.FindLastAsync(shelves, cancellation);

        public async Task<IReadOnlyDictionary<string, LedgerEntry>> RecordAsync(
            IReadOnlyCollection<ShelfOrder> orders, CancellationToken cancellation = default)
        {
            watch();
            var held = await ledger.RecordAsync(orders, cancellation);
            watch();
            return held;
        }

        public async Task MarkStreamedAsync(IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default)
        {
            watch();
            await ledger.MarkStreamedAsync(orderKeys, cancellation);
            watch();
        }
    }

    private sealed class WatchedStream(List<Dispatch> streamed, Action watch) : IDispatchStream
    {
        public Task SendAsync(IReadOnlyList<Dispatch> dispatches, CancellationToken cancellation = default)
        {
            watch();

            // A stream may take a part and then fail.
            foreach (var dispatch in dispatches)
            {
                streamed.Add(dispatch);
                watch();
            }

            return Task.CompletedTask;
        }
    }
}
