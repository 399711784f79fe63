namespace Replenishment.Dispatching;

/// <summary>Puts deliveries on trucks: each order key at most once, no shelf twice, and none is lost.</summary>
/// <param name="ledger">What was dispatched.</param>
/// <param name="stream">Into the lake.</param>
/// <param name="roads">What routes are planned on.</param>
/// <param name="streamLag">The time that a dispatch may take from the stream into the lake.</param>
/// <param name="clock">Dates the dispatches.</param>
/// <param name="days">Which trucks are out; null: nobody knows, and all that is planned leaves.</param>
/// <remarks>
/// The order of writes makes a crash between any two of them harmless. Until a line is in the ledger, its message comes
/// again and the line is planned anew. Once it is there, its loads stand for good; when its message comes again without
/// the mark that they were streamed, they are sent from the ledger, as they were. A message is done only when all its
/// lines are recorded and streamed, or superseded. The stream may carry a dispatch twice; its key tells.
/// </remarks>
public sealed class TruckDispatcher(
    IDispatchLedger ledger, IDispatchStream stream, IRoads roads, TimeSpan streamLag, TimeProvider clock, ITruckDays? days = null)
{
    private readonly ShelfRule rule = new(streamLag);

    /// <summary>Dispatches messages of any number; a bad one is refused alone.</summary>
    /// <exception cref="Exception">The ledger or the stream failed: every message of the call must come again.</exception>
    public async Task<DispatchResult> DispatchAsync(
        IReadOnlyList<DeliveryMessage> messages, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(messages);

        var arrivals = PlausibleStores.Of(messages.Select(Arrival.Of));
        var orders = Newest(arrivals.SelectMany(arrival => arrival.Lines), line => line.Line.OrderKey);

        var held = await ledger.FindAsync([.. orders.Keys], cancellation);
        var next = Newest(orders.Values.Where(line => !held.ContainsKey(line.Line.OrderKey)), line => line.Shelf);
        var last = await ledger.FindLastAsync([.. next.Keys], cancellation);
        await StreamAsync([.. held.Values, .. last.Values], cancellation);

        var today = await TodayAsync(cancellation);

        // A depot whose routes take long to plan, or more than the time there is, holds up no other.
        using var planning = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var plans = Plan(next.Values.Where(line => !rule.IsSuperseded(line, last.GetValueOrDefault(line.Shelf))), planning.Token);
        var recorded = new HashSet<string>();
        var ours = new Dictionary<string, Dispatch>();
        var waves = new List<DepotWave>();
        try
        {
            foreach (var (depot, routes) in plans)
            {
                var wave = Leave(depot, await routes, today);
                waves.Add(wave);
                await RecordAsync(Entries(wave.Leaving, clock.GetUtcNow()), last, recorded, ours, cancellation);
            }
        }
        finally
        {
            await planning.CancelAsync();
        }

        var books = new Books(
            orders,
            held.Keys.Concat(recorded).ToHashSet(),
            ours.Keys.ToHashSet(),
            waves.SelectMany(wave => wave.Waiting).Select(line => line.Line.OrderKey).ToHashSet());

        return new(
            [.. arrivals.Select(arrival => arrival.Outcome(books))],
            [.. waves
                .SelectMany(wave => wave.Leaving)
                .OrderBy(route => route.Depot.DepotId, StringComparer.Ordinal)
                .Select(route => RouteDrawing.Of(route, roads, ours))
                .OfType<Route>()]);
    }

    /// <summary>Records what one depot dispatches, and streams it.</summary>
    /// <param name="entries">A line each.</param>
    /// <param name="last">What each shelf got last.</param>
    /// <param name="recorded">Takes the keys of the orders that are in the ledger now.</param>
    /// <param name="ours">Takes the dispatches that this call put there.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    private async Task RecordAsync(
        List<LedgerEntry> entries,
        IReadOnlyDictionary<string, LedgerEntry> last,
        HashSet<string> recorded,
        Dictionary<string, Dispatch> ours,
        CancellationToken cancellation)
    {
        var taken = await ledger.RecordAsync(
            [.. entries.Select(entry => new ShelfOrder(entry, last.GetValueOrDefault(entry.Shelf)?.OrderKey))], cancellation);
        await StreamAsync([.. taken.Values], cancellation);
        recorded.UnionWith(taken.Keys);

        // Another consumer may have recorded a line in between: then it rides there.
        foreach (var load in entries
            .Where(entry => taken.TryGetValue(entry.OrderKey, out var held) && held.Loads[0].RouteId == entry.Loads[0].RouteId)
            .SelectMany(entry => entry.Loads))
        {
            ours.Add(load.OrderKey, load);
        }
    }

    private async Task<Dictionary<string, TruckDay>> TodayAsync(CancellationToken cancellation) =>
        days is null ? [] : new(await days.FindAsync(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), cancellation));

    /// <summary>The order that stands for all of a key, or of a shelf: the newest plan knew most of the road.</summary>
    private static Dictionary<string, OpenLine> Newest(IEnumerable<OpenLine> lines, Func<OpenLine, string> key)
    {
        var newest = new Dictionary<string, OpenLine>();
        foreach (var line in lines
            .OrderByDescending(line => line.Delivery.RequestedAt)
            .ThenByDescending(line => line.RecordedAt)
            .ThenBy(line => line.Delivery.DeliveryId, StringComparer.Ordinal))
        {
            newest.TryAdd(key(line), line);
        }

        return newest;
    }

    /// <summary>Lets a depot's wave leave, as far as its trucks' day holds it.</summary>
    /// <param name="depot">The depot. One that changed between two plans comes twice, and its trucks are the same.</param>
    /// <param name="routes">The wave.</param>
    /// <param name="today">What trucks have to do; the wave's tours are added.</param>
    private DepotWave Leave(DepotSite depot, IReadOnlyList<DepotRoute> routes, Dictionary<string, TruckDay> today)
    {
        var wave = Departures.Of(depot, routes, roads, today, isBounded: days is not null);
        foreach (var route in wave.Leaving)
        {
            today[route.TruckId] = new(route.Tour, (today.GetValueOrDefault(route.TruckId)?.Out ?? TimeSpan.Zero) + route.Journey.Duration);
        }

        return wave;
    }

    /// <summary>Plans the depots' routes on as many threads as there are processors, beginning with the fewest lines.</summary>
    private List<(DepotSite Depot, Task<IReadOnlyList<DepotRoute>> Routes)> Plan(IEnumerable<OpenLine> lines, CancellationToken cancellation)
    {
        // No more, so that a thread is left to record what is planned.
        var threads = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Environment.ProcessorCount).ConcurrentScheduler;

        return [.. lines
            .GroupBy(line => new DepotSite(
                line.Delivery.DepotId,
                line.Delivery.DepotLatitude,
                line.Delivery.DepotLongitude,
                line.Delivery.DepotTrucks,
                line.Delivery.TruckVolumeL,
                Depot.RouteTime(line.Delivery.RouteHours)))
            .OrderBy(depot => depot.Count())
            .ThenBy(depot => depot.Key.DepotId, StringComparer.Ordinal)
            .Select(depot => (depot.Key, Task.Factory.StartNew(
                () => FleetPlan.For(depot.Key, depot, roads, cancellation), cancellation, TaskCreationOptions.DenyChildAttach, threads)))];
    }

    private static List<LedgerEntry> Entries(IReadOnlyList<PlannedRoute> routes, DateTimeOffset now)
    {
        var loads =
            from route in routes
            from load in route.Loads
            from parcel in load.Parcels
            let delivery = parcel.Source.Delivery
            let dispatch = new Dispatch(
                parcel.DispatchKey,
                delivery.DeliveryId,
                delivery.StoreId,
                parcel.Source.Line.ProductId,
                parcel.Quantity,
                route.TruckId,
                route.RouteId,
                delivery.ExecutionId,
                now,
                (double)route.Journey.DistanceKm,
                Math.Round(route.Journey.Duration.TotalHours, 2))
            group (parcel.Part, dispatch) by parcel.OrderKey into line
            select new LedgerEntry(
                line.Key, [.. line.OrderBy(load => load.Part).Select(load => load.dispatch)], Streamed: false);

        return [.. loads];
    }

    private async Task StreamAsync(List<LedgerEntry> entries, CancellationToken cancellation)
    {
        var unsent = entries.Where(entry => !entry.Streamed).DistinctBy(entry => entry.OrderKey).ToList();
        if (unsent.Count == 0)
        {
            return;
        }

        await stream.SendAsync([.. unsent.SelectMany(entry => entry.Loads)], cancellation);
        await ledger.MarkStreamedAsync([.. unsent.Select(entry => entry.OrderKey)], cancellation);
    }
}
