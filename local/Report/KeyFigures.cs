using Lake.Counting;

namespace Local.Report;

/// <summary>The day in numbers, and where the time went.</summary>
internal static class KeyFigures
{
    public static Html Of(PlanningFacts planning)
    {
        var routes = planning.Depots.SelectMany(depot => depot.Routes).ToList();
        var trucks = routes.Select(route => route.TruckId).Distinct(StringComparer.Ordinal).Count();

        return Html.Of($"""
            <section aria-labelledby="figures">
            <h2 id="figures">In numbers</h2>
            <dl class="figures">
            {Figure("Readings in", Counts.Number(planning.ReadingsIn), Readings(planning))}
            {Figure("Stores short", Counts.Number(planning.StoresShort), $"on {Counts.Things(planning.LinesShort, "line")}")}
            {Figure("Delivery requests", Counts.Number(planning.DeliveryRequests), Wording.Reasons(planning.Dispatched))}
            {Figure("Trucks", Counts.Number(trucks), $"on {Counts.Things(routes.Count, "route")}")}
            {Figure("Distance", Html.Of($"{routes.Sum(route => route.DistanceKm):N0}<small> km</small>"), PerTruck(routes, trucks))}
            </dl>
            <div class="beside">
            {Steps(planning.Steps)}
            {LeftOut(planning)}
            </div>
            </section>
            """);
    }

    private static string Readings(PlanningFacts planning) =>
        $"{Counts.Number(Sum(planning.Refused))} more refused; {Counts.Number(planning.Dirty.Sum(reason => reason.Readings))} of them dirty";

    private static long Sum(IEnumerable<NamedCount> counts) => counts.Sum(count => count.Count);

    private static string PerTruck(List<RouteFacts> routes, int trucks) =>
        trucks == 0 ? "" : $"{Counts.Number((long)Math.Round(routes.Sum(route => route.DistanceKm) / trucks))} km a truck";

    private static Html Figure(string name, string value, string note) => Figure(name, Html.Of($"{value}"), note);

    private static Html Figure(string name, Html value, string note) =>
        Html.Of($"<div><dt>{name}</dt><dd>{value}</dd><dd class=\"note\">{note}</dd></div>\n");

    private static Html Steps(IReadOnlyList<StepTime> steps)
    {
        var longest = steps.Count == 0 ? 0 : steps.Max(step => step.Duration.TotalMilliseconds);
        return longest == 0 ? Html.Empty : Html.Of($"""
            <table class="steps">
            <caption>Time of each step</caption>
            <thead><tr><th scope="col">Step</th><th scope="col" class="number">Time</th><td></td></tr></thead>
            <tbody>
            {steps.Select(step => Step(step, longest))}
            </tbody>
            </table>
            """);
    }

    private static Html LeftOut(PlanningFacts planning) => planning.Refused.Count + planning.Dirty.Count == 0
        ? Html.Empty
        : Html.Of($"""
            <table class="left-out">
            <caption>Readings left out</caption>
            <thead><tr><th scope="col">Reason</th><th scope="col" class="number">Readings</th><td></td></tr></thead>
            <tbody>
            {planning.Refused.OrderByDescending(reason => reason.Count).Select(reason => Reason(reason.Name, reason.Count, "refused, in errors/"))}
            {planning.Dirty.Select(reason => Reason(reason.Words, reason.Readings, "dirty"))}
            </tbody>
            </table>
            """);

    private static Html Reason(string reason, long readings, string kind) => Html.Of($"""
        <tr><th scope="row">{reason}</th><td class="number">{Counts.Number(readings)}</td><td>{kind}</td></tr>

        """);

    private static Html Step(StepTime step, double longest) => Html.Of($"""
        <tr><th scope="row">{step.Name}</th><td class="number">{Wording.Duration(step.Duration)}</td>
        <td class="bar"><span style="width:{100 * step.Duration.TotalMilliseconds / longest:0.##}%"></span></td></tr>

        """);
}
