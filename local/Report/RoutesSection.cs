using Lake.Counting;

namespace Local.Report;

/// <summary>The section on routes: a drawing and a table for each depot.</summary>
internal static class RoutesSection
{
    private const int MostDepots = 24;

    public static Html Of(PlanningFacts planning)
    {
        var depots = planning.Depots.Where(depot => depot.Routes.Count > 0).ToList();
        return Html.Of($"""
            <section aria-labelledby="routes">
            <h2 id="routes">Routes</h2>
            <p class="lead">{Lead(depots)}</p>
            <div class="depots">
            {depots.Take(MostDepots).Select((depot, index) => Depot(depot, index))}
            </div>
            {Dispatched(planning.Dispatched)}
            </section>
            """);
    }

    private static string Lead(List<DepotRoutes> depots)
    {
        if (depots.Count == 0)
        {
            return "No truck was sent.";
        }

        var stops = depots.SelectMany(depot => depot.Routes).Sum(route => route.Stops.Count);
        var from = $"{Counts.Things(stops, "stop")} served from {Counts.Things(depots.Count, "depot")}";
        return depots.Count > MostDepots ? $"{from}; the first {MostDepots} depots are shown." : $"{from}.";
    }

    private static Html Depot(DepotRoutes depot, int index) => Html.Of($"""
        <article class="depot" aria-labelledby="depot-{index}">
        <h3 id="depot-{index}">{depot.Name} <small>{Counts.Things(depot.Routes.Count, "route")}, {depot.Routes.Sum(route => route.DistanceKm):N0} km</small></h3>
        {RouteMap.Of(depot)}
        <div class="scroll">
        <table>
        <thead><tr><th scope="col">Route</th><th scope="col">Truck</th><th scope="col" class="number">Stops</th><th scope="col" class="number">Load</th><th scope="col" class="number">km</th><th scope="col" class="number">Hours</th></tr></thead>
        <tbody>
        {depot.Routes.Select(Row)}
        </tbody>
        </table>
        </div>
        </article>
        """);

    private static Html Row(RouteFacts route, int index) => Html.Of($"""
        <tr data-route="{index}"><th scope="row">{RouteMap.Key(index)}</th><td>{route.TruckId}</td><td class="number">{route.Stops.Count:N0}</td><td class="number">{100 * route.Load:0} %</td><td class="number">{route.DistanceKm:N1}</td><td class="number">{route.Hours:N1}</td></tr>

        """);

    private static Html Dispatched(IReadOnlyList<NamedCount> counts) => counts.Count == 0 ? Html.Empty : Html.Of($"""
        <table class="dispatched">
        <caption>Dispatched</caption>
        <tbody>
        {counts.Select(one => Html.Of($"<tr><th scope=\"row\">{one.Name}</th><td class=\"number\">{one.Count:N0}</td></tr>\n"))}
        </tbody>
        </table>
        """);
}
