using Lake.Counting;
using Local.Dispatching;
using Local.Report;
using Local.Services;
using Local.Simulating;
using Replenishment.Dispatching;
using StoreSimulation;
using StoreSimulation.Driving;
using StoreSimulation.Shopping;

namespace Local.Serve;

/// <summary>Trucks that drive and people that shop while the stage is served.</summary>
/// <param name="roads">The roads on which trucks drive; null: estimates.</param>
/// <param name="speed">
/// Simulated seconds in a real second for routes that were dispatched before, until they come to the present.
/// </param>
/// <param name="streams">The streams to which records go.</param>
/// <param name="notice">Is told what begins, and why something does not.</param>
internal sealed class LiveProducers(Stage stage, IStreams streams, IRoads? roads, int speed, Action<string> notice) : IAsyncDisposable
{
    private const ulong Seed = 1;

    // Yesterday's sales, a day later: at each hour as many people come as then.
    private static readonly TimeSpan Later = TimeSpan.FromDays(1);
    private static readonly TimeSpan Past = TimeSpan.FromHours(12);

    // The recent past is sent at once, so that a visitor sees trucks on the road and people in the shops.
    private static readonly TimeSpan JustBefore = TimeSpan.FromMinutes(45);
    private const int AtOnce = 0;

    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly List<Task> running = [];

    /// <summary>Begins with the last dispatch and with the readings that the lake has.</summary>
    public void Start()
    {
        Run(DriveLastAsync);
        Run(ShopAsync);
    }

    /// <summary>Lets trucks leave that have just been dispatched.</summary>
    public void Dispatched(PassResult pass)
    {
        if (pass.Routes.Count > 0)
        {
            Run(() => DriveAsync(pass.Routes, stage.Clock.GetUtcNow(), 1));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        Task all;
        lock (gate)
        {
            all = Task.WhenAll(running);
        }

        await all;
        stopping.Dispose();
    }

    private void Run(Func<Task> produce)
    {
        lock (gate)
        {
            running.RemoveAll(task => task.IsCompleted);
            running.Add(RunAsync(produce));
        }
    }

    // The stage is served whatever happens to what is simulated on it.
    private async Task RunAsync(Func<Task> produce)
    {
        await Task.Yield();
        try
        {
            await produce();
        }
        catch (Exception error)
        {
            if (!stopping.IsCancellationRequested)
            {
                notice($"What is simulated ends: {error.Message}");
            }
        }
    }

    private async Task DriveLastAsync()
    {
        var routes = await LastDispatch.RoutesAsync(stage, roads, stopping.Token);
        if (routes.Count == 0)
        {
            notice("No truck is on the road: they drive as soon as an execution has dispatched some.");
            return;
        }

        var now = stage.Clock.GetUtcNow();
        await (speed == 1 ? DriveAsync(routes, now - JustBefore, AtOnce) : DriveAsync(routes, now - Past, speed));
    }

    private async Task DriveAsync(IReadOnlyList<Route> routes, DateTimeOffset start, int pace)
    {
        notice($"On the road: {Counts.Things(routes.Select(route => route.TruckId).Distinct().Count(), "truck")} on {Counts.Things(routes.Count, "route")}.");
        await SendAsync(new Drive(routes, new(Seed, start)).Records(), start, pace);
    }

    private async Task ShopAsync()
    {
        var now = stage.Clock.GetUtcNow();
        var readings = await new LakeQuestions(stage).ReadingsAsync(now - (2 * Later), now, stores: null, stopping.Token);
        if (readings.Count == 0)
        {
            notice("Nobody visits the shops: the lake has no readings of the last day. Run 'stores', and serve again.");
            return;
        }

        var records = new Shoppers(new(Seed)).Records(readings.Select(reading => reading with { RecordedAt = reading.RecordedAt + Later }));
        var start = now - JustBefore;
        await SendAsync(records.Where(record => record.SentAt >= start), start, AtOnce);
    }

    private Task<long> SendAsync(IEnumerable<TimedRecord> records, DateTimeOffset start, int pace) =>
        new StreamProducer(streams, stage.Clock, pace).SendAsync(records, start, stopping.Token);
}
