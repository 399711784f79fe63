using System.Globalization;
using RealTime.Detection;
using RealTime.Minutes;
using RealTime.Streams;
using Replenishment.Dispatching;
using StoreSimulation.Driving;

namespace Bench.Streams;

/// <summary>Simulated trucks, some of whose refrigerators fail: how soon that is found, and how often for nothing.</summary>
internal static class FailuresFound
{
    private const double MinutesOfWeek = 7 * 24 * 60;

    public static void Run()
    {
        var healthy = Judged(Trucks(40, routesOfTruck: 14), failuresPerMille: 0, seed: 3, gapsPerMille: 2);
        var weeks = healthy.Minutes / MinutesOfWeek;
        var alarms = healthy.Opened.Count;

        Delays("", gapsPerMille: 0);
        Delays(", with radio gaps", gapsPerMille: 2);
        Answer.Require(weeks > 5);
        Row("False alarms, all kinds", $"{weeks:0.0} truck-weeks on the road", $"{alarms / weeks:0.00} a truck-week");
        foreach (var kind in healthy.Opened.GroupBy(alert => alert.Kind))
        {
            Row($"– of them {kind.Key}", "", $"{kind.Count() / weeks:0.00} a truck-week");
        }
    }

    private static void Delays(string how, int gapsPerMille)
    {
        var failing = Judged(Trucks(200, routesOfTruck: 1), failuresPerMille: 1000, seed: 4, gapsPerMille);
        var delays = failing.Failures.Select(failure => failing.Opened
            .Where(alert => alert.Truck == failure.TruckId && alert.KnownAt > failure.At)
            .Select(alert => (alert.KnownAt - failure.At).TotalMinutes)
            .DefaultIfEmpty(double.PositiveInfinity)
            .Min()).Order().ToList();

        Answer.Require(delays.Count > 100);
        Row(
            $"Refrigerators' failures found within 3 minutes{how}",
            $"{delays.Count} failures",
            $"{100.0 * delays.Count(delay => delay <= 3) / delays.Count:0.0} %, median {delays[delays.Count / 2]:0.0}, slowest {delays[^1]:0.0} minutes");
    }

    private static void Row(string what, string size, FormattableString rate) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {size} | {FormattableString.Invariant(rate)} |"));

    private static Judgement Judged(IReadOnlyList<Route> routes, int failuresPerMille, ulong seed, int gapsPerMille)
    {
        var drive = new Drive(routes, new(seed, new(2026, 11, 26, 6, 0, 0, TimeSpan.Zero))
        {
            FailuresPerMille = failuresPerMille,
            GapsPerMille = gapsPerMille,
        });
        var reader = new EventReader(KnownStreams.Telemetry);
        var (open, judges) = (new Dictionary<string, MinuteRow>(), new Dictionary<string, KeyJudge>());
        var opened = new List<(string Truck, string Kind, DateTimeOffset KnownAt)>();
        var minutes = 0;
        foreach (var record in drive.Records())
        {
            // Records that a truck sends after a gap are late: they count, but their minute has been judged.
            var one = ((EventReading.Accepted)reader.Read(record.Json.Span, record.SentAt)).Event;
            var arrival = new RealTime.Minutes.Arrival(one, false, 0);
            var row = open.GetValueOrDefault(one.Key);
            if (row is not null && one.Minute < row.Id.Minute)
            {
                continue;
            }

            if (row is not null && one.Minute > row.Id.Minute)
            {
                if (!judges.TryGetValue(one.Key, out var judge))
                {
                    judges[one.Key] = judge = new(KnownStreams.Telemetry, one.Key);
                }

                opened.AddRange(judge.Judge(row).Where(change => !change.IsCleared).Select(change => (one.KeyParts[0], change.Kind, record.SentAt)));
                minutes++;
                row = null;
            }

            open[one.Key] = (row ?? new(new(one.Key, one.Minute))).With(KnownStreams.Telemetry, [arrival]).Row;
        }

        return new(minutes, opened, [.. drive.Failures()]);
    }

    /// <summary>Trucks with routes of six stops each around their depots.</summary>
    private static List<Route> Trucks(int trucks, int routesOfTruck)
    {
        var random = new Random(5);
        double Near(double degrees) => degrees + (random.NextDouble() / 2) - 0.25;

        return [.. (
            from truck in Enumerable.Range(1, trucks)
            from tour in Enumerable.Range(1, routesOfTruck)
            let depot = new DepotSite("D01", 50, 10, trucks, 1000, TimeSpan.FromHours(9))
            let stops = Enumerable.Range(1, 6).Select(stop => new RouteStop($"S{stop}", Near(50), Near(10), 0, 0, [])).ToList()
            select new Route($"D01-{truck}-{tour}", $"D01-T{truck:000}", tour, depot, stops, 0, 0, TimeSpan.FromHours(1)))];
    }

    private sealed record Judgement(
        int Minutes, List<(string Truck, string Kind, DateTimeOffset KnownAt)> Opened, IReadOnlyList<RefrigeratorFailure> Failures);
}
