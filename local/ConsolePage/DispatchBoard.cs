using Lake.Counting;
using Local.Report;
using Local.Services;
using Replenishment.Dispatching;

namespace Local.ConsolePage;

/// <summary>The dispatches, and one of them as the report shows it: what ran low, where the trucks go for it, and each stop.</summary>
/// <remarks>Read from the lake, so that it is there after a restart and after a <c>trucks</c> command too.</remarks>
internal sealed class DispatchBoard(Stage stage)
{
    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<DispatchSummary>> ListAsync(CancellationToken cancellation) => new LakeQuestions(stage).DispatchesAsync(cancellation);

    /// <param name="executionArn">The execution that asked for it; empty or null: the last dispatch.</param>
    public async Task<Html> ShowAsync(string? executionArn, CancellationToken cancellation)
    {
        var questions = new LakeQuestions(stage);
        var loads = string.IsNullOrEmpty(executionArn)
            ? await questions.LastDispatchAsync(cancellation)
            : await questions.DispatchAsync(executionArn, cancellation);
        if (loads.Count == 0)
        {
            return Html.Of($"<p class=\"lead\">No truck has been sent yet. Start an execution of StorePlanning: its deliveries go to trucks.</p>");
        }

        var planned = PlannedStores.Read(stage.Lake, stage.Executions.Describe(loads[0].ExecutionId));
        var low = planned.Lines(await questions.NamesAsync(cancellation)).ToList();
        var facts = new PlanningFacts
        {
            StoresShort = low.Select(line => line.StoreId).Distinct().Count(),
            LinesShort = low.Count,
            DeliveryRequests = planned.Plan.Deliveries.Count,
            LowStock = low,
            Depots = Depots(loads, Litres(planned)),
        };
        return Html.Of($"{LastWave()}{RoutesSection.Of(facts)}{Stops(loads)}{LowStockTable.Of(facts)}");
    }

    private static Html Stops(IReadOnlyList<DispatchedLoad> loads)
    {
        // A truck unloads store by store, so the loads tell the order of its stops.
        var stops =
            from route in loads.GroupBy(load => load.RouteId)
            from stop in route.GroupBy(load => load.Store).Index()
            select (Route: route.Key, Number: stop.Index + 1, Store: stop.Item.Key, Loads: stop.Item.ToList());
        return Html.Of($"""
            <section aria-labelledby="stops">
            <h2 id="stops">Stops</h2>
            <div class="scroll tall" tabindex="0" role="region" aria-label="Stops, scrolls">
            <table class="sortable stops">
            <thead><tr><th scope="col">Store</th><th scope="col">Store id</th><th scope="col">Depot</th><th scope="col">Truck</th><th scope="col">Route</th><th scope="col" class="number">Stop</th><th scope="col" class="number">Lines</th><th scope="col" class="number">Units</th></tr></thead>
            <tbody>
            {stops.Select(stop => Html.Of($"<tr><th scope=\"row\">{stop.Store.Name}</th><td>{stop.Store.Id}</td><td>{stop.Loads[0].Depot.Name}</td><td>{stop.Loads[0].TruckId}</td><td>{stop.Route}</td>{LowStockTable.Number(stop.Number)}{LowStockTable.Number(stop.Loads.Count)}{LowStockTable.Number(stop.Loads.Sum(load => load.Quantity))}</tr>\n"))}
            </tbody>
            </table>
            </div>
            </section>
            """);
    }

    /// <summary>The result of the last wave's requests, of which the lake has only those that left; empty when no wave was sent since the start.</summary>
    private Html LastWave() => stage.LastWave is { } wave
        ? Html.Of($"<p class=\"lead\">The last wave: {Counts.Things(wave.Lines, "line")} dispatched, {Counts.Number(wave.AlreadyDispatched)} on the road already, {Counts.Number(wave.Superseded)} superseded; {Counts.Things(wave.Waiting.Count, "request")} left for a later truck.</p>")
        : Html.Empty;

    private static List<DepotRoutes> Depots(IReadOnlyList<DispatchedLoad> loads, Dictionary<(string, string), double> litres) =>
        [.. loads.GroupBy(load => load.Depot).Select(depot => new DepotRoutes(
            depot.Key.Id,
            depot.Key.Name,
            depot.Key.Latitude,
            depot.Key.Longitude,
            [.. depot.GroupBy(load => load.RouteId).Select(route => Route(depot.Key, [.. route], litres))]))];

    private static RouteFacts Route(Place depot, List<DispatchedLoad> loads, Dictionary<(string, string), double> litres)
    {
        // A truck unloads store by store, so the loads tell the order of its stops.
        var stops = loads.Select(load => load.Store).Distinct().ToList();
        var estimated = Journey.Along(EstimatedRoads.Everywhere, depot.Site, [.. stops.Select(stop => stop.Site)]);
        var volume = loads.Sum(load => load.Quantity * litres.GetValueOrDefault((load.Store.Id, load.ProductId)));

        return new(
            loads[0].RouteId,
            loads[0].TruckId,
            [.. stops.Select(stop => new Report.RouteStop(stop.Id, stop.Name, stop.Latitude, stop.Longitude))],
            volume / loads[0].TruckVolumeL,
            loads[0].RouteKm ?? (double)estimated.DistanceKm,
            loads[0].RouteHours ?? estimated.Duration.TotalHours);
    }

    /// <summary>The volume of a unit, by store and product.</summary>
    private static Dictionary<(string, string), double> Litres(PlannedStores planned) => planned.Plan.Deliveries
        .SelectMany(delivery => delivery.Lines.Select(line => ((delivery.StoreId, line.ProductId), (double)line.VolumeL / line.Quantity)))
        .DistinctBy(line => line.Item1)
        .ToDictionary();
}
