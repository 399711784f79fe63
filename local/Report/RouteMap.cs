using Lake.Counting;

namespace Local.Report;

/// <summary>
/// A depot's routes as a drawing. Routes differ by colour, then by dashes, and each carries its number as the table
/// does; stops are numbered in the order of the route as long as there is room.
/// </summary>
internal static class RouteMap
{
    private const int Width = 520;
    private const int Height = 400;
    private const int Margin = 42;
    private const int Colours = 8;
    private const int MostNumberedStops = 45;

    private static readonly string[] Dashes = ["none", "9 4", "2 4"];

    public static Html Of(DepotRoutes depot)
    {
        var places = depot.Routes.SelectMany(route => route.Stops).Select(stop => (stop.Latitude, stop.Longitude));
        var projection = new MapProjection([(depot.Latitude, depot.Longitude), .. places], Width, Height, Margin);
        var home = projection.Point(depot.Latitude, depot.Longitude);
        var numbered = depot.Routes.Sum(route => route.Stops.Count) <= MostNumberedStops;

        return Html.Of($"""
            <svg class="map" viewBox="0 0 {Width} {Height}" role="img" aria-label="{Label(depot)}">
            <rect class="ground" width="{Width}" height="{Height}" rx="10"/>
            {depot.Routes.Select((route, index) => Route(route, index, home, projection, numbered))}
            <g class="home" transform="translate({home.X:0.#} {home.Y:0.#})"><title>{depot.Name}</title><path d="M-11 -2 0 -11 11 -2V10H-11Z"/><path class="door" d="M-4 10V2H4V10"/></g>
            {Scale(projection)}
            </svg>
            """);
    }

    /// <summary>A route's line and number, as the drawing shows them.</summary>
    public static Html Key(int index) => Html.Of($"""
        <svg class="key" viewBox="0 0 44 18" aria-hidden="true"><path class="leg c{index % Colours}" stroke-dasharray="{DashOf(index)}" d="M2 9H42"/></svg> {index + 1}
        """);

    private static string Label(DepotRoutes depot) =>
        $"Map of {Counts.Things(depot.Routes.Count, "route")} from {depot.Name}; the table below holds the same";

    private static string DashOf(int index) => Dashes[index / Colours % Dashes.Length];

    private static Html Route(
        RouteFacts route, int index, (double X, double Y) home, MapProjection projection, bool numbered)
    {
        var stops = route.Stops.Select(stop => projection.Point(stop.Latitude, stop.Longitude)).ToList();
        var outward = SvgPoints.Of(stops.Prepend(home));
        var colour = $"c{index % Colours}";

        return stops.Count == 0 ? Html.Empty : Html.Of($"""
            <g class="route" data-route="{index}">
            <title>Route {index + 1}, {route.TruckId}: {Counts.Things(route.Stops.Count, "stop")}, {100 * route.Load:0} % full, {route.DistanceKm:N1} km, {route.Hours:N1} h</title>
            <polyline class="leg {colour}" stroke-dasharray="{DashOf(index)}" points="{outward}"/>
            <polyline class="leg back {colour}" points="{SvgPoints.Of([stops[^1], home])}"/>
            {stops.Select((point, order) => Stop(route.Stops[order], point, order, colour, numbered))}
            {Number(index, colour, stops.MaxBy(stop => Distance(stop, home)), home)}
            </g>

            """);
    }

    private static Html Stop(RouteStop stop, (double X, double Y) point, int order, string colour, bool numbered) => Html.Of($"""
        <g class="stop {colour}" transform="translate({point.X:0.#} {point.Y:0.#})"><title>{order + 1}. {stop.Name}</title><circle r="{(numbered ? 7.5 : 3.5)}"/>{(numbered ? Html.Of($"<text y=\"3\">{order + 1}</text>") : Html.Empty)}</g>
        """);

    /// <summary>The route's number, beyond its farthest stop as seen from the depot.</summary>
    private static Html Number(int index, string colour, (double X, double Y) farthest, (double X, double Y) home)
    {
        var distance = Math.Max(1, Distance(farthest, home));
        var x = farthest.X + (19 * (farthest.X - home.X) / distance);
        var y = farthest.Y + (19 * (farthest.Y - home.Y) / distance);
        return Html.Of($"<text class=\"number {colour}\" x=\"{x:0.#}\" y=\"{y + 4.5:0.#}\">{index + 1}</text>");
    }

    private static Html Scale(MapProjection projection)
    {
        var km = projection.RoundKm(Width / 4.0);
        var length = km * projection.PixelsPerKm;
        return Html.Of($"<g class=\"scale\"><path d=\"M14 {Height - 20}v6h{length:0.#}v-6\"/><text x=\"{20 + length:0.#}\" y=\"{Height - 13}\">{km:0.###} km</text></g>");
    }

    private static double Distance((double X, double Y) one, (double X, double Y) other) =>
        Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2));
}
