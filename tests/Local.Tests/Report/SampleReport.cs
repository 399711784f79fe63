using JsonValues;
using Local.Drawing;
using Local.Report;
using Local.Tests.Drawing;
using Workflow;

namespace Local.Tests.Report;

/// <summary>A believable day: the deployed workflow, one batch whose messages SQS refused, and three depots.</summary>
internal static class SampleReport
{
    private const string Parent = """
        1 0 ExecutionStarted
        2 1 PassStateEntered name=Defaults input={}
        3 2 PassStateExited name=Defaults output={"asOf":"2026-11-20","lookbackDays":2,"transitDays":2}
        4 3 PassStateEntered name=Settings input={"asOf":"2026-11-20","lookbackDays":2,"transitDays":2}
        5 4 PassStateExited name=Settings output={"asOf":"2026-11-20","asOfMidnight":"2026-11-20T00:00:00Z","lookbackDays":2,"transitDays":2}
        6 5 ChoiceStateEntered name=CheckInput
        7 6 ChoiceStateExited name=CheckInput
        8 7 TaskStateEntered name=FindLowStock input={"asOf":"2026-11-20"}
        9 8 TaskScheduled
        10 9 TaskFailed error=Athena.TooManyRequestsException cause=Rate_exceeded
        11 10 TaskScheduled
        12 11 TaskSucceeded
        13 12 TaskStateExited name=FindLowStock output={"query":{"queryExecutionId":"0f3c2a","bytesScanned":184320,"prefix":"plans/9b1d/0-1/"}}
        14 13 TaskStateEntered name=ListShortages
        15 14 TaskStateExited name=ListShortages output={"shortages":{"files":4}}
        16 15 ChoiceStateEntered name=AnyShortage
        17 16 ChoiceStateExited name=AnyShortage
        18 17 MapStateEntered name=PlanDeliveries input={"shortages":{"files":4}}
        19 18 MapStateStarted
        20 19 MapRunStarted mapRunArn=arn:run
        26 20 MapRunFailed error=States.ExceedToleratedFailureThreshold cause=The_specified_tolerated_failure_threshold_was_exceeded
        27 26 ExecutionFailed error=States.ExceedToleratedFailureThreshold cause=The_specified_tolerated_failure_threshold_was_exceeded
        """;

    private const string Child = """
        2 0 TaskStateEntered name=PlanStores input={"Items":[]}
        3 2 TaskScheduled
        4 3 TaskSucceeded
        5 4 TaskStateExited name=PlanStores output={"batches":[]}
        6 5 MapStateEntered name=SendBatches
        7 6 MapStateStarted length=1
        8 7 MapIterationStarted
        9 8 TaskStateEntered name=SendDeliveries
        10 9 TaskStateExited name=SendDeliveries
        11 10 ChoiceStateEntered name=AllSent
        12 11 ChoiceStateExited name=AllSent

        """;

    private const string Sent = """
        13 12 SucceedStateEntered name=BatchSent
        14 13 SucceedStateExited name=BatchSent
        15 14 MapIterationSucceeded
        16 15 MapStateSucceeded
        17 16 MapStateExited name=SendBatches
        18 17 ExecutionSucceeded
        """;

    private const string Refused = """
        13 12 FailStateEntered name=EntriesRefused
        14 13 MapIterationFailed
        15 14 MapStateFailed
        16 15 ExecutionFailed error=SendDeliveries.EntriesRefused cause=[{"Id":"3","Code":"InternalError"}]
        """;

    public static Json Definition { get; } = Json.Parse(ProductMachine.StorePlanning.Definition);

    public static IReadOnlyList<StateSummary> States { get; } = ExecutionSummary.Of(
        HistoryText.Parse(Parent),
        [HistoryText.MapRun("arn:run", items: new(48, 0, 0, 36, 12, 0, 0), children: new(4, 0, 0, 3, 1, 0, 0))],
        [.. Enumerable.Repeat(Child + Sent, 3).Append(Child + Refused).Select(HistoryText.Parse)]);

    public static async Task<ReportModel> ModelAsync(CancellationToken cancellation) => new(
        new(
            "store-planning-2026-11-20",
            "FAILED",
            HistoryText.Start,
            TimeSpan.FromSeconds(8.4),
            "States.ExceedToleratedFailureThreshold",
            "The specified tolerated failure threshold was exceeded"),
        new(await GraphDrawing.DrawAsync(Definition, States, "Execution graph", interactive: true, cancellation), States),
        Planning());

    public static PlanningFacts Planning() => new()
    {
        ReadingsIn = 57_612,
        Refused = [new("not JSON", 9), new("unknown column", 3)],
        Dirty = [new("negative on hand", 41, []), new("store is unknown", 17, [new("S7", 12), new("S8", 5)])],
        StoresShort = 48,
        LinesShort = 612,
        DeliveryRequests = 36,
        Steps =
        [
            new("Simulate stores", TimeSpan.FromMilliseconds(640)),
            new("Ingest", TimeSpan.FromMilliseconds(1_310)),
            new("Find low stock", TimeSpan.FromMilliseconds(420)),
            new("Plan deliveries", TimeSpan.FromMilliseconds(980)),
            new("Dispatch trucks", TimeSpan.FromMilliseconds(210)),
        ],
        LowStock = [.. Enumerable.Range(0, 420).Select(Line)],
        Dispatched = [new("lines dispatched", 540), new("on the road already", 12), new("dead letters", 1)],
        Depots = [Depot(0, "Hamburg", 53.55, 9.99, 3), Depot(1, "München", 48.14, 11.58, 5), Depot(2, "Köln", 50.94, 6.96, 10)],
    };

    private static LowStockLine Line(int index)
    {
        var store = 1 + (index * 7 % 48);
        var cover = Math.Round(index * 0.013, 2);
        var refused = index % 53 == 5;
        return new(
            $"S{store:000}", $"Store {store}", $"P{1 + (index * 31 % 180):0000}", index % 11, index % 4 * 6, 14 + (index % 9), 48,
            refused ? 0 : 36, index % 29 == 3 ? null : cover, Math.Min(9, (int)cover), refused ? "no case fits" : null);
    }

    // A fixed scatter: golden angles around the depot.
    private static DepotRoutes Depot(int number, string name, double latitude, double longitude, int routes)
    {
        RouteStop Stop(int route, int order)
        {
            var angle = (2 * Math.PI * route / routes) + (0.22 * (order - 2));
            var reach = 0.12 + (0.05 * ((order * 5 + route * 3 + number) % 6));
            var store = (number * 100) + (route * 10) + order;
            return new($"S{store:000}", $"Store {store}", latitude + (reach * Math.Sin(angle)), longitude + (1.6 * reach * Math.Cos(angle)));
        }

        return new($"D{number}", name, latitude, longitude,
        [
            .. Enumerable.Range(0, routes).Select(route => new RouteFacts(
                $"R{number}{route}",
                $"D{number}-T{route + 1:00}",
                [.. Enumerable.Range(0, 3 + (route % 3)).Select(order => Stop(route, order))],
                0.97 - (0.06 * route),
                84.2 + (7.7 * route),
                3.4 + (0.5 * route))),
        ]);
    }
}
