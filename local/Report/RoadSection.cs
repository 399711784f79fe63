using System.Globalization;
using Lake.Counting;

namespace Local.Report;

/// <summary>
/// The section on the road: the drives of the trucks, each alert at its place, and the cargo of the trucks with alerts.
/// </summary>
internal static class RoadSection
{
    private const int Width = 760;
    private const int Height = 460;
    private const int Margin = 28;
    private const int Colours = 8;
    private const int MostCharts = 12;

    public static Html Of(RoadFacts road) => Html.Of($"""
        <section aria-labelledby="road">
        <h2 id="road">On the road</h2>
        <p class="lead">{Lead(road)}</p>
        {Map(road)}
        {Alerts(road.Alerts)}
        {Charts(road)}
        </section>
        """);

    private static string Lead(RoadFacts road) =>
        $"{Counts.Things(road.Events, "event")} of {Counts.Things(road.Trucks.Count, "truck")} counted in {Counts.Things(road.Minutes, "minute")}, "
        + $"{Counts.Number(road.Late)} of them late. {Wording.Reasons(road.NotCounted)}. {Counts.Things(road.Alerts.Count, "alert")}.";

    private static Html Map(RoadFacts road)
    {
        var places = road.Trucks.SelectMany(truck => truck.Minutes).Select(minute => (minute.Latitude, minute.Longitude)).ToList();
        if (places.Count == 0)
        {
            return Html.Empty;
        }

        var projection = new MapProjection(places, Width, Height, Margin);
        return Html.Of($"""
            <svg class="map" viewBox="0 0 {Width} {Height}" role="img" aria-label="Map of the ways of {Counts.Things(road.Trucks.Count, "truck")} and where alerts opened; the table below names these">
            <rect class="ground" width="{Width}" height="{Height}" rx="10"/>
            {road.Trucks.Select((truck, index) => Track(truck, index, projection))}
            {road.Alerts.Select((alert, index) => Mark(alert, index, projection))}
            </svg>
            """);
    }

    private static Html Track(TruckTrack truck, int index, MapProjection projection) => Html.Of($"""
        <g class="route"><title>{truck.TruckId}</title><polyline class="leg c{index % Colours}" points="{SvgPoints.Of(truck.Minutes.Select(minute => projection.Point(minute.Latitude, minute.Longitude)))}"/></g>

        """);

    private static Html Mark(RoadAlert alert, int index, MapProjection projection)
    {
        if (alert.Place is not { } place)
        {
            return Html.Empty;
        }

        var (x, y) = projection.Point(place.Latitude, place.Longitude);
        return Html.Of($"<g class=\"found\" transform=\"translate({x:0.#} {y:0.#})\"><title>{alert.Kind} of {alert.TruckId} at {Clock(alert.OpenedAt)} UTC</title><circle r=\"8\"/><text y=\"3.5\">{index + 1}</text></g>\n");
    }

    private static Html Alerts(IReadOnlyList<RoadAlert> alerts) => alerts.Count == 0
        ? Html.Of($"<p>Nothing was found.</p>")
        : Html.Of($"""
            <div class="scroll">
            <table>
            <caption>Alerts</caption>
            <thead><tr><th scope="col" class="number">No.</th><th scope="col">Truck</th><th scope="col">What</th><th scope="col">Opened, UTC</th><th scope="col">Cleared</th><th scope="col" class="number">Value</th></tr></thead>
            <tbody>
            {alerts.Select((alert, index) => Html.Of($"<tr><td class=\"number\">{index + 1}</td><th scope=\"row\">{alert.TruckId}</th><td>{alert.Kind}</td><td>{Clock(alert.OpenedAt)}</td><td>{(alert.ClearedAt is { } cleared ? Clock(cleared) : "open")}</td><td class=\"number\">{alert.Value:0.0}</td></tr>\n"))}
            </tbody>
            </table>
            </div>
            """);

    private static Html Charts(RoadFacts road)
    {
        var found = road.Alerts.ToLookup(alert => alert.TruckId);
        var trucks = road.Trucks.Where(truck => found.Contains(truck.TruckId)).Take(MostCharts).ToList();
        return trucks.Count == 0 ? Html.Empty : Html.Of($"""
            <div class="charts">
            {trucks.Select(truck => CargoChart.Of(truck, [.. found[truck.TruckId]]))}
            </div>
            """);
    }

    private static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("d MMM HH:mm", CultureInfo.InvariantCulture);
}
