using System.Runtime.ExceptionServices;

namespace Replenishment.Dispatching;

/// <summary>Puts deliveries on trucks: each order key at most once, no shelf twice, and none is lost.</summary>
/// <param name="ledger">The ledger of the orders that were dispatched.</param>
/// <param name="stream">The stream of dispatches into the lake.</param>
/// <param name="roads">The roads with which routes are planned.</param>
/// <param name="streamLag">The time that a dispatch may take from the stream into the lake.</param>
/// <param name="clock">Dates the dispatches.</param>
/// <param name="days">The tours that trucks have been given.</param>
/// <remarks>
/// The order of writes makes a crash between any two of them harmless. Until a line is in the ledger, its message comes
/// again and the line is planned anew. Once it is there, its loads stand for good; when its message comes again without
/// the mark that they were streamed, they are sent from the ledger, as they were. A message is done only when all its
/// lines are recorded and streamed, or superseded. The stream may carry a dispatch twice; its key tells.
/// </remarks>
public sealed class TruckDispatcher(
    IDispatchLedger ledger, IDispatchStream stream, IRoads roads, TimeSpan streamLag, TimeProvider clock, ITruckDays days)
{
    // Routes that are kept side by side.
    private const int RoutesAtOnce = 16;

    private readonly ShelfRule rule = new(streamLag);

    /// <summary>Dispatches messages of any number, as far as it can; a bad one is refused alone.</summary>
    public Task<DispatchResult> DispatchAsync(IReadOnlyList<DeliveryMessage> messages, CancellationToken cancellation = default) =>
        DispatchAsync(messages, new(), cancellation);

    /// <summary>Dispatches the messages of one wave of several.</summary>
    public async Task<DispatchResult> DispatchAsync(
        IReadOnlyList<DeliveryMessage> messages, WavePass pass, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(pass);

        var arrivals = PlausibleStores.Of(messages.Select(Arrival.Of));
        var books = new Books(Newest(arrivals.SelectMany(arrival => arrival.Lines), line => line.Line.OrderKey));
        ExceptionDispatchInfo? failure = null;
        try
        {
            await DispatchAsync(books, pass, cancellation);
        }
        catch (Exception error)
        {
            // Handed over with what is done: depots that were recorded before it have their trucks on the road.
            failure = ExceptionDispatchInfo.Capture(error);
        }

        return new(
            [.. arrivals.Select(arrival => arrival.Outcome(books))],
            [.. books.Routes
                .OrderBy(route => route.Depot.DepotId, StringComparer.Ordinal)
                .Select(route => RouteDrawing.Of(route, roads, books.Ours))
                .OfType<Route>()],
            failure);
    }

    private async Task DispatchAsync(Books books, WavePass pass, CancellationToken cancellation)
    {
        var held = await ledger.FindAsync([.. books.Orders.Keys], cancellation);
        var next = Newest(books.Orders.Values.Where(line => !held.ContainsKey(line.Line.OrderKey)), line => line.Shelf);
        var last = await ledger.FindLastAsync([.. next.Keys], cancellation);
        await StreamAsync([.. held.Values, .. last.Values], cancellation);

        var lines = next.Values.Where(line => !rule.IsSuperseded(line, last.GetValueOrDefault(line.Shelf))).ToList();
        books.Held.UnionWith(held.Keys);
        books.Settle(books.Orders.Keys.Except(lines.Select(line => line.Line.OrderKey)));

        foreach (var line in lines.Where(line => pass.FullDepots.Contains(line.Delivery.DepotId)))
        {
            books.Wait(line);
        }

        lines.RemoveAll(line => books.Waiting.Contains(line.Line.OrderKey));
        if (lines.Count > 0)
        {
            await roads.RefreshAsync(cancellation);
        }

        // A depot whose routes take long to plan, or more than the time there is, holds up no other.
        using var planning = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var plans = Plan(DepotOrders.Of(lines), planning.Token);
        try
        {
            foreach (var (depot, routes) in plans)
            {
                var (planned, now) = (await routes, clock.GetUtcNow());
                var wave = await LeaveAsync(depot.Depot, planned, DateOnly.FromDateTime(now.UtcDateTime), cancellation);
                var entries = Entries(wave.Leaving, now);
                await KeepAsync(wave.Leaving, entries.SelectMany(entry => entry.Loads).ToDictionary(load => load.OrderKey), pass, cancellation);
                await RecordAsync(entries, last, books, cancellation);

                // Goods that another consumer recorded in between ride elsewhere.
                await KeepAsync(
                    wave.Leaving.Where(route => route.Loads.SelectMany(load => load.Parcels).Any(parcel => !books.Ours.ContainsKey(parcel.DispatchKey))),
                    books.Ours,
                    pass,
                    cancellation);
                books.Routes.AddRange(wave.Leaving);
                foreach (var line in wave.Waiting)
                {
                    books.Wait(line);
                    pass.FullDepots.Add(depot.Depot.DepotId);
                }

                books.Settle(depot.Lines.Select(line => line.Line.OrderKey));
            }
        }
        finally
        {
            await planning.CancelAsync();
        }
    }

    private async Task KeepAsync(
        IEnumerable<PlannedRoute> routes, Dictionary<string, Dispatch> dispatches, WavePass pass, CancellationToken cancellation)
    {
        if (pass.KeepRoute is { } keep)
        {
            await Parallel.ForEachAsync(
                routes.Select(route => RouteDrawing.Of(route, roads, dispatches)).OfType<Route>(),
                new ParallelOptions { MaxDegreeOfParallelism = RoutesAtOnce, CancellationToken = cancellation },
                async (route, ending) => await keep(route, ending));
        }
    }

    /// <summary>Records what one depot dispatches, and streams it.</summary>
    /// <param name="entries">The entries, one for each line.</param>
    /// <param name="last">The last entry of each shelf.</param>
    /// <param name="books">Takes what is in the ledger now, and what of it this call put there.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    private async Task RecordAsync(
        List<LedgerEntry> entries, IReadOnlyDictionary<string, LedgerEntry> last, Books books, CancellationToken cancellation)
    {
        var taken = await ledger.RecordAsync(
            [.. entries.Select(entry => new ShelfOrder(entry, last.GetValueOrDefault(entry.Shelf)?.OrderKey))], cancellation);
        await StreamAsync([.. taken.Values], cancellation);
        books.Held.UnionWith(taken.Keys);

        // Another consumer may have recorded a line in between: then it rides there.
        foreach (var load in entries
            .Where(entry => taken.TryGetValue(entry.OrderKey, out var held) && IsSameTour(held.Loads[0], entry.Loads[0]))
            .SelectMany(entry => entry.Loads))
        {
            books.Ours.Add(load.OrderKey, load);
        }
    }

    private static bool IsSameTour(Dispatch one, Dispatch other) => one.RouteId == other.RouteId && one.TruckId == other.TruckId;

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
    private async Task<DepotWave> LeaveAsync(
        DepotSite depot, IReadOnlyList<DepotRoute> routes, DateOnly day, CancellationToken cancellation)
    {
        while (true)
        {
            // A route that is planned again was given to a truck by a wave that ended before anything rode on it.
            var today = (await days.FindAsync(depot.DepotId, day, cancellation)).Without(routes.Select(route => route.Id).ToHashSet());
            var wave = Departures.Of(depot, routes, roads, today.Trucks);
            var given = wave.Leaving.Select(route => new GivenTour(
                route.RouteId, route.TruckId, route.Tour, Math.Round(route.Journey.Duration.TotalHours, 2)));
            if (wave.Leaving.Count == 0 || await days.GiveAsync(today with { Tours = [.. today.Tours, .. given] }, cancellation))
            {
                return wave;
            }
        }
    }

    /// <summary>Plans the depots' routes on as many threads as there are processors, in their order.</summary>
    private List<(DepotOrders Depot, Task<IReadOnlyList<DepotRoute>> Routes)> Plan(
        IEnumerable<DepotOrders> depots, CancellationToken cancellation)
    {
        // No more, so that a thread is left to record what is planned.
        var threads = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Environment.ProcessorCount).ConcurrentScheduler;

        return [.. depots.Select(depot => (depot, Task.Factory.StartNew(
            () => FleetPlan.For(depot.Depot, depot.Lines, roads, cancellation), cancellation, TaskCreationOptions.DenyChildAttach, threads)))];
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
