using Lake.Counting;

namespace Local.Report;

/// <summary>What an execution planned and what it left out, with the reasons.</summary>
internal static class PlanningSection
{
    public static Html Of(PlanningOutcome outcome) => Html.Of($"""
        <section aria-labelledby="planned">
        <h2 id="planned">What it planned</h2>
        <p>{Counts.Things(outcome.LinesShort, "line")} of {Counts.Things(outcome.StoresShort, "store")} ran low at the end of {outcome.AsOf} (UTC). {Counts.Things(outcome.DeliveryRequests, "delivery request")} went to the queue, for {Counts.Things(outcome.LinesRequested, "line")} and {Counts.Things(outcome.UnitsRequested, "unit")}.</p>
        {Reasons("Lines that are not delivered", "Lines", outcome.NotDelivered.Select(reason => (RefusalWords.WithReason(reason.Key), reason.Value)))}
        {Reasons("Readings left out", "Readings", outcome.LeftOut.Select(reason => (reason.Words, reason.Readings)))}
        </section>
        """);

    private static Html Reasons(string caption, string what, IEnumerable<(string Words, long Count)> reasons)
    {
        var ordered = reasons.OrderByDescending(reason => reason.Count).ToList();
        return ordered.Count == 0 ? Html.Empty : Html.Of($"""
            <div class="scroll">
            <table>
            <caption>{caption}</caption>
            <thead><tr><th scope="col" class="number">{what}</th><th scope="col">Reason</th></tr></thead>
            <tbody>
            {ordered.Select(reason => Html.Of($"<tr><td class=\"number\">{Counts.Number(reason.Count)}</td><th scope=\"row\">{reason.Words}</th></tr>\n"))}
            </tbody>
            </table>
            </div>
            """);
    }
}
