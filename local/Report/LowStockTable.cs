using Lake.Counting;

namespace Local.Report;

/// <summary>The table of lines that run low, the most urgent first.</summary>
internal static class LowStockTable
{
    // A browser stays quick, and nobody reads on: the counts say how many there are.
    private const int MostRows = 300;

    public static Html Of(PlanningFacts planning) => Html.Of($"""
        <section aria-labelledby="low-stock">
        <h2 id="low-stock">Low stock</h2>
        <p class="lead">{Lead(planning)}</p>
        {(planning.LowStock.Count == 0 ? Html.Empty : Table(planning.LowStock))}
        </section>
        """);

    private static string Lead(PlanningFacts planning)
    {
        if (planning.LinesShort == 0)
        {
            return "No store is at or below a reorder point.";
        }

        var stores = Counts.Things(planning.StoresShort, "store");
        var shown = Math.Min(planning.LowStock.Count, MostRows);
        var lines = $"{Counts.Things(planning.LinesShort, "line")} in {stores} at or below the reorder point";
        return planning.LinesShort > shown ? $"{lines}; the {Counts.Number(shown)} most urgent are shown." : $"{lines}.";
    }

    private static Html Table(IReadOnlyList<LowStockLine> lines) => Html.Of($"""
        <div class="scroll tall" tabindex="0" role="region" aria-label="Low stock, scrolls">
        <table class="sortable">
        <thead><tr><th scope="col">Store</th><th scope="col">Product</th><th scope="col" class="number">On hand</th><th scope="col" class="number">In transit</th><th scope="col" class="number">Reorder point</th><th scope="col" class="number">Target</th><th scope="col" class="number">Ordered</th><th scope="col" class="number">Days of cover</th><th scope="col" class="number">Priority</th></tr></thead>
        <tbody>
        {lines.Take(MostRows).Select(Row)}
        </tbody>
        </table>
        </div>
        """);

    private static Html Row(LowStockLine line) => Html.Of($"""
        <tr><th scope="row">{line.StoreName}{StoreId(line)}</th><td>{line.ProductId}</td>{Number(line.OnHand)}{Number(line.InTransit)}{Number(line.ReorderPoint)}{Number(line.TargetLevel)}{Ordered(line)}{Cover(line)}<td class="number" data-value="{line.Priority}"><span class="priority p{Math.Clamp(line.Priority, 0, 9)}">{line.Priority}</span></td></tr>

        """);

    private static Html StoreId(LowStockLine line) =>
        line.StoreName == line.StoreId ? Html.Empty : Html.Of($" <small>{line.StoreId}</small>");

    /// <summary>A cell with a whole number, by which its column can be sorted.</summary>
    public static Html Number(long value) => Html.Of($"<td class=\"number\" data-value=\"{value}\">{value:N0}</td>");

    private static Html Ordered(LowStockLine line) => line.Refusal is null
        ? Number(line.Ordered)
        : Html.Of($"<td class=\"number refused\" data-value=\"{line.Ordered}\">{line.Refusal}</td>");

    private static Html Cover(LowStockLine line) => line.DaysOfCover is { } days
        ? Html.Of($"<td class=\"number\" data-value=\"{days:R}\">{days:0.0}</td>")
        : Html.Of($"<td class=\"number\" data-value=\"1e9\"><span title=\"demand unknown\">–</span></td>");
}
