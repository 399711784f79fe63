using System.Globalization;
using Lake.Counting;
using Local.Report;
using Local.StepFunctions;

namespace Local.Cli;

/// <summary>The result of the demo.</summary>
/// <param name="Refused">Lines that the delivery stream could not take, by reason.</param>
/// <param name="Dirty">Readings in the lake that planning left out, by reason.</param>
/// <param name="NotDelivered">Low lines that are not delivered, by reason.</param>
/// <param name="Report">The HTML file.</param>
internal sealed record DemoResult(
    string ExecutionArn,
    string Status,
    long ReadingsIn,
    IReadOnlyDictionary<string, long> Refused,
    IReadOnlyDictionary<string, long> Dirty,
    long StoresShort,
    long LinesShort,
    long DeliveryRequests,
    IReadOnlyDictionary<string, int> NotDelivered,
    int LinesDispatched,
    int Trucks,
    int Routes,
    decimal DistanceKm,
    string Report)
{
    // The report lists all.
    private const int ReasonsShown = 3;

    /// <summary>The reports of the trucks; null when none left.</summary>
    public DemoRoad? Road { get; init; }

    /// <summary>The time of each stage.</summary>
    public IReadOnlyDictionary<string, double> Seconds { get; init; } = new Dictionary<string, double>();

    public static DemoResult Of(
        IngestCounts readings,
        IReadOnlyList<DirtyReadings> dirty,
        Execution execution,
        PlanningFacts planning,
        TrucksResult trucks,
        string report) => new(
            execution.ExecutionArn,
            execution.StatusText,
            readings.Written,
            readings.RefusedByReason,
            dirty.ToDictionary(reason => reason.Reason, reason => reason.Readings),
            planning.StoresShort,
            planning.LinesShort,
            planning.DeliveryRequests,
            planning.LowStock.Where(line => line.Refusal is not null).CountBy(line => line.Refusal!).ToDictionary(),
            trucks.Lines,
            trucks.Trucks,
            trucks.Routes.Count,
            trucks.DistanceKm,
            report);

    public void Print(TextWriter output)
    {
        Row(output, "Readings in", $"{ReadingsIn:N0}");
        Row(output, "Refused", Reasons(Refused));
        Row(output, "Dirty", Reasons(Dirty));
        Row(output, "Running low", $"{Counts.Things(LinesShort, "line")} in {Counts.Things(StoresShort, "store")}");
        Row(output, "Delivery requests", $"{DeliveryRequests:N0}");
        Row(output, "Dispatched", $"{Counts.Things(LinesDispatched, "line")} on {Counts.Things(Trucks, "truck")}, {Counts.Things(Routes, "route")}, {DistanceKm:N0} km");
        Row(output, "Not delivered", Reasons(NotDelivered.ToDictionary(reason => reason.Key, reason => (long)reason.Value)));
        if (Road is { } road)
        {
            Row(output, "On the road", $"{Counts.Things(road.Records, "record")}: {Counts.Things(road.Counted, "event")} in {Counts.Things(road.Minutes, "minute")} of trucks, {road.CountedLate:N0} of them late; {road.Repeated:N0} repeated, {road.TooLate:N0} too late, {road.Refused:N0} refused");
            Row(output, "Alerts", $"{Reasons(road.Alerts)}; {Counts.Things(road.RefrigeratorsFailed, "refrigerator")} failed");
        }

        Row(output, "Time", $"{string.Join(", ", Seconds.Select(stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Key} {stage.Value:0.0} s")))}");
        Row(output, "Report", $"{Report}");
    }

    private static FormattableString Reasons(IReadOnlyDictionary<string, long> counts)
    {
        var listed = counts.OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal)
            .Take(ReasonsShown).Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value:N0} {reason.Key}"));
        var rest = counts.Count - ReasonsShown;
        return $"{counts.Values.Sum():N0}{(counts.Count == 0 ? "" : "  ")}{string.Join(", ", listed)}{(rest > 0 ? $" and {Counts.Things(rest, "more reason")}" : "")}";
    }

    private static void Row(TextWriter output, string name, FormattableString value) =>
        output.WriteLine($"{name,-18} {value.ToString(CultureInfo.InvariantCulture)}");
}

/// <summary>The reports of the trucks' day, and the results of counting them.</summary>
/// <param name="Records">The number of records that the stream took.</param>
/// <param name="Counted">The number of events that were counted.</param>
/// <param name="Minutes">Rows of a truck and a minute.</param>
/// <param name="CountedLate">The events that were more than a minute behind the newest of their shard.</param>
/// <param name="Repeated">Records whose event had been counted before.</param>
/// <param name="TooLate">Events older than a day.</param>
/// <param name="Refused">Records that are no event.</param>
/// <param name="RefrigeratorsFailed">The failures that should be found.</param>
/// <param name="Alerts">The alerts that were raised, by kind.</param>
internal sealed record DemoRoad(
    long Records,
    long Counted,
    long Minutes,
    long CountedLate,
    long Repeated,
    long TooLate,
    long Refused,
    int RefrigeratorsFailed,
    IReadOnlyDictionary<string, long> Alerts)
{
    public static DemoRoad Of(DriveResult drive, long minutes, AlertsResult alerts) => new(
        drive.Records,
        drive.Came.Counted,
        minutes,
        drive.Came.CountedLate,
        drive.Came.Repeated,
        drive.Came.Late,
        drive.Came.Refused,
        drive.RefrigeratorsFailed,
        alerts.Alerts.CountBy(alert => alert.Kind).ToDictionary(kind => kind.Key, kind => (long)kind.Value));
}
