using System.Globalization;
using Lake.Counting;
using Local.Dispatching;
using Local.Report;
using Local.Services;
using Local.StepFunctions;

namespace Local.Cli;

/// <summary>The shortages and requests of an execution, as sentences.</summary>
/// <param name="Waiting">Requests on the delivery queue now, those of earlier executions too.</param>
internal sealed record PlanningResult(PlanningOutcome Outcome, int Waiting)
{
    public static async Task<PlanningResult?> ReadAsync(Stage stage, Execution execution, CancellationToken cancellation) =>
        await PlanningOutcome.ReadAsync(stage, execution, cancellation) is { } outcome
            ? new(outcome, stage.Queues.Get(DeliveryQueues.Deliveries).Depth.Visible)
            : null;

    public void Print(TextWriter output)
    {
        Row(output, "As of", $"the end of {Outcome.AsOf} (UTC)");
        Row(output, "Running low", $"{Counts.Things(Outcome.LinesShort, "line")} in {Counts.Things(Outcome.StoresShort, "store")}");
        Row(output, "Requests queued", $"{Counts.Number(Outcome.DeliveryRequests)}{Requested()}");
        Row(output, "Not delivered", Counts.Things(Outcome.NotDelivered.Values.Sum(), "line"));
        Reasons(output, Outcome.NotDelivered.Select(reason => (RefusalWords.WithReason(reason.Key), reason.Value)));
        Row(output, "Readings left out", Counts.Number(Outcome.LeftOut.Sum(reason => reason.Readings)));
        Reasons(output, Outcome.LeftOut.Select(reason => (reason.Words, reason.Readings)));
        output.WriteLine(Next());
    }

    private string Requested() => Outcome.DeliveryRequests == 0
        ? ""
        : $", for {Counts.Things(Outcome.LinesRequested, "line")} and {Counts.Things(Outcome.UnitsRequested, "unit")}";

    private string Next() => Outcome switch
    {
        { DeliveryRequests: > 0 } when Waiting > Outcome.DeliveryRequests =>
            $"Next: 'trucks' dispatches the {Counts.Number(Waiting)} requests on the queue, those of earlier executions too. Nothing is put on a truck twice.",
        { DeliveryRequests: > 0 } => "Next: 'trucks' dispatches what is queued.",
        { LinesShort: > 0 } => $"{Stores(Outcome.StoresShort)} still low; nothing can be delivered, for the reasons above, and no new requests were queued.",
        { LeftOut.Count: > 0 } => "Nothing runs low among the readings that were not left out: no product of a store is at or below its reorder point.",
        _ => "Nothing runs low: no product of a store is at or below its reorder point.",
    };

    private static string Stores(long stores) => stores == 1 ? "1 store is" : $"{Counts.Number(stores)} stores are";

    private static void Row(TextWriter output, string name, string value) => output.WriteLine($"{name,-18} {value}");

    private static void Reasons(TextWriter output, IEnumerable<(string Words, long Count)> reasons)
    {
        foreach (var (words, count) in reasons.OrderByDescending(one => one.Count).ThenBy(one => one.Words, StringComparer.Ordinal))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,9:N0}  {words}"));
        }
    }
}
