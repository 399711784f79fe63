using System.Text.Json;
using System.Text.Json.Serialization;
using JsonValues;
using Lake.Counting;
using Lake.Parquet;
using Lake.S3;
using Local.Services;
using Local.StepFunctions;
using Workflow;

namespace Local.Report;

/// <summary>
/// The shortages that an execution of the product's state machine found and the requests that it queued, read from the
/// lake.
/// </summary>
/// <param name="AsOf">The day that was asked about.</param>
/// <param name="LinesShort">Products of a store that run low: those on requests and those not delivered.</param>
/// <param name="NotDelivered">Lines that run low and are on no request, by reason.</param>
/// <param name="LeftOut">Readings that were left out, by reason.</param>
internal sealed record PlanningOutcome(
    string AsOf,
    long StoresShort,
    long LinesShort,
    long DeliveryRequests,
    long LinesRequested,
    long UnitsRequested,
    IReadOnlyDictionary<string, long> NotDelivered,
    [property: JsonIgnore] IReadOnlyList<DirtyReadings> LeftOut)
{
    /// <summary>Readings that were left out, by reason.</summary>
    public IReadOnlyDictionary<string, long> Dirty => LeftOut.ToDictionary(reason => reason.Reason, reason => reason.Readings);

    /// <summary>Stores that readings name and the table of stores does not have, with their numbers of readings.</summary>
    public IReadOnlyList<NamedCount> UnknownStores => Names(DirtyReadings.StoreIsUnknown);

    /// <summary>Depots that the readings' stores name and the table of depots does not have, with their numbers of readings.</summary>
    public IReadOnlyList<NamedCount> UnknownDepots => Names(DirtyReadings.DepotIsUnknown);

    /// <returns>Null where the execution is not one of the product's state machine, or did not come to its end.</returns>
    public static async Task<PlanningOutcome?> ReadAsync(Stage stage, Execution execution, CancellationToken cancellation)
    {
        if (execution.Output is not { } json || Json.Parse(json) is not JsonObject output
            || output.FindText("asOf") is not { } asOf || output["shortages"] is not JsonObject || output.FindText("queryExecutionId") is null)
        {
            return null;
        }

        var dirty = await new LakeQuestions(stage).DirtyReadingsAsync(asOf, LookbackDays(execution.Input), cancellation);
        var (stores, planned, rejected) = (0L, new Planned(0, 0, 0), new Dictionary<string, long>());
        if (output.FindText("results") is { } results)
        {
            stores = new DistinctValues(stage.Lake).Count([.. PlannedStores.Files(stage.Lake, execution)], "store_id", cancellation);
            await foreach (var answer in MapResults.OutputsAsync(stage.Lake, S3Uri.Parse(results), cancellation))
            {
                var batch = Batch.Read(answer);
                planned += batch.Planned;
                foreach (var (reason, lines) in batch.Rejected)
                {
                    rejected[reason] = rejected.GetValueOrDefault(reason) + lines;
                }
            }
        }

        return new(
            asOf,
            stores,
            planned.Lines + rejected.Values.Sum(),
            planned.Deliveries,
            planned.Lines,
            planned.Units,
            rejected,
            dirty);
    }

    private IReadOnlyList<NamedCount> Names(string reason) => LeftOut.FirstOrDefault(one => one.Reason == reason)?.Names ?? [];

    private static int LookbackDays(string input) =>
        Json.Parse(input).Find("lookbackDays") is JsonNumber days ? (int)days.Value : PipelineFacts.LookbackDays;

    // StorePlanning's answer about some stores.
    private sealed record Batch(Planned Planned, IReadOnlyDictionary<string, long> Rejected)
    {
        public static Batch Read(string output)
        {
            using var answer = JsonDocument.Parse(output);
            var planned = answer.RootElement.GetProperty("planned");
            return new(
                new(planned.GetProperty("deliveries").GetInt64(), planned.GetProperty("lines").GetInt64(), planned.GetProperty("units").GetInt64()),
                answer.RootElement.GetProperty("rejected").EnumerateObject().ToDictionary(reason => reason.Name, reason => reason.Value.GetInt64()));
        }
    }

    private sealed record Planned(long Deliveries, long Lines, long Units)
    {
        public static Planned operator +(Planned one, Planned other) =>
            new(one.Deliveries + other.Deliveries, one.Lines + other.Lines, one.Units + other.Units);
    }
}
