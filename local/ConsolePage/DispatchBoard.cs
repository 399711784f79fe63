using Local.Report;
using Local.Services;
using Replenishment.Dispatching;

namespace Local.ConsolePage;

/// <summary>The last dispatch as the report shows one: what ran low, and where the trucks go for it.</summary>
/// <remarks>Read from the lake, so that it is there after a restart and after a <c>trucks</c> command too.</remarks>
internal sealed class DispatchBoard(Stage stage)
{
    public async Task<Html> ShowAsync(CancellationToken cancellation)
    {
        var questions = new LakeQuestions(stage);
        var loads = await questions.LastDispatchAsync(cancellation);
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
        return Html.Of($"{RoutesSection.Of(facts)}{LowStockTable.Of(facts)}");
    }

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
