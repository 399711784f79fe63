using System.Globalization;
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
        Row(output, "Running low", $"{Wording.Things(Outcome.LinesShort, "line")} in {Wording.Things(Outcome.StoresShort, "store")}");
        Row(output, "Requests queued", $"{Wording.Count(Outcome.DeliveryRequests)}{Requested()}");
        Row(output, "Not delivered", Wording.Things(Outcome.NotDelivered.Values.Sum(), "line"));
        Reasons(output, Outcome.NotDelivered, reason => RefusalWords.Of(reason) is { Length: > 0 } words ? $"{reason}: {words}" : reason);
        Row(output, "Readings left out", Wording.Count(Outcome.Dirty.Values.Sum()));
        Reasons(output, Outcome.Dirty, reason => reason);
        output.WriteLine(Next());
    }

    private string Requested() => Outcome.DeliveryRequests == 0
        ? ""
        : $", for {Wording.Things(Outcome.LinesRequested, "line")} and {Wording.Things(Outcome.UnitsRequested, "unit")}";

    private string Next() => Outcome switch
    {
        { DeliveryRequests: > 0 } when Waiting > Outcome.DeliveryRequests =>
            $"Next: 'trucks' dispatches the {Wording.Count(Waiting)} requests on the queue, those of earlier executions too. Nothing is put on a truck twice.",
        { DeliveryRequests: > 0 } => "Next: 'trucks' dispatches what is queued.",
        { LinesShort: > 0 } => $"{Stores(Outcome.StoresShort)} still low; nothing can be delivered, for the reasons above, and no new requests were queued.",
        _ => "Nothing runs low: no product of a store is at or below its reorder point.",
    };

    private static string Stores(long stores) => stores == 1 ? "1 store is" : $"{Wording.Count(stores)} stores are";

    private static void Row(TextWriter output, string name, string value) => output.WriteLine($"{name,-18} {value}");

    private static void Reasons(TextWriter output, IReadOnlyDictionary<string, long> counts, Func<string, string> words)
    {
        foreach (var (reason, count) in counts.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,9:N0}  {words(reason)}"));
        }
    }
}
