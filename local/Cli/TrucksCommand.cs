using System.CommandLine;
using System.Globalization;
using Lake.Counting;
using Local.Dispatching;
using Replenishment.Dispatching;

namespace Local.Cli;

/// <summary><c>trucks</c>: takes every delivery request off the queue and dispatches it.</summary>
internal static class TrucksCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var faults = FaultsOption.Create();
        var distances = DistancesOption.Create();
        var command = new Command("trucks", "Takes every delivery request off the queue and dispatches trucks.") { distances, faults };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal, OutputFormat.Csv);
            await using var stage = common.OpenExistingStage(parsed, parsed.GetValue(faults));
            var roads = DistancesOption.Read(parsed.GetValue(distances), stage, cancellation);
            var result = TrucksResult.Of((await stage.Trucks(roads).RunAsync(cancellation)).OrThrow());
            var isCsv = parsed.GetValue(common.Output) == OutputFormat.Csv;
            if (isCsv)
            {
                result.PrintCsv(terminal.Screen);
            }
            else
            {
                output.Result(result, result.Print);
            }

            if (roads?.Missing is { } missing)
            {
                (output with { IsJson = output.IsJson || isCsv }).Notice(missing);
            }

            return 0;
        });

        return command;
    }
}

/// <param name="Lines">Order lines on trucks now.</param>
/// <param name="AlreadyDispatched">Lines asked for again that were on trucks before.</param>
/// <param name="Superseded">Lines left out because their shelf got, or gets, what a newer plan ordered.</param>
/// <param name="Trucks">Trucks that drive; one may make several tours.</param>
/// <param name="Waiting">Requests that no truck can carry today.</param>
/// <param name="OnQueue">Requests that wait on the queue, of this pass and of earlier ones.</param>
internal sealed record TrucksResult(
    int Deliveries,
    int Lines,
    int AlreadyDispatched,
    int Superseded,
    int Trucks,
    decimal DistanceKm,
    IReadOnlyList<TrucksResult.Tour> Routes,
    IReadOnlyList<DeadLetter> DeadLetters,
    IReadOnlyList<TrucksResult.Wait> Waiting,
    int OnQueue)
{
    public static TrucksResult Of(PassResult pass) => new(
        pass.Deliveries,
        pass.Lines,
        pass.AlreadyDispatched,
        pass.Superseded,
        pass.Routes.Select(route => route.TruckId).Distinct().Count(),
        pass.Routes.Sum(route => route.DistanceKm),
        [.. pass.Routes.Select(Tour.Of)],
        pass.DeadLetters,
        [.. pass.Waiting.Select(Wait.Of)],
        pass.OnQueue);

    public void Print(TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Counts.Things(Deliveries, "delivery request")}: {Counts.Things(Lines, "line")} on {Counts.Things(Trucks, "truck")}, {Counts.Things(Routes.Count, "route")}, {DistanceKm:N0} km. On the road already: {Counts.Things(AlreadyDispatched, "line")}.{(Superseded == 0 ? "" : $" Superseded: {Counts.Things(Superseded, "line")}.")}"));
        foreach (var route in Routes)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {route.TruckId,-12} tour {route.Number}  {route.VolumeL,9:N0} l  {route.DistanceKm,7:N1} km  {route.Hours,4:N1} h  {string.Join(" ", route.Stops)}{(route.IsTooLong ? "  longer than its depot allows: too far away" : "")}"));
        }

        foreach (var reason in Waiting.GroupBy(wait => wait.Reason))
        {
            output.WriteLine(
                $"  waiting: {Counts.Things(reason.Sum(wait => wait.Lines), "line")} for {string.Join(" ", reason.Select(wait => wait.StoreId).Distinct())}. {reason.Key}");
        }

        if (OnQueue > 0)
        {
            output.WriteLine($"  On the queue: {Counts.Things(OnQueue, "request")}; trucks looks at each again a quarter of an hour later.");
        }

        foreach (var letter in DeadLetters)
        {
            output.WriteLine($"  given up on: message {letter.MessageId}: {letter.Reason}");
        }
    }

    /// <summary>A row for each stop, in the order in which a truck drives.</summary>
    public void PrintCsv(TextWriter output)
    {
        output.Write("route_id,truck_id,tour,depot_id,stop,store_id,route_volume_l,route_distance_km,route_hours\n");
        foreach (var route in Routes)
        {
            foreach (var (stop, store) in route.Stops.Index())
            {
                output.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Quoted(route.RouteId)},{Quoted(route.TruckId)},{route.Number},{Quoted(route.DepotId)},{stop + 1},{Quoted(store)},{route.VolumeL},{route.DistanceKm},{route.Hours}\n"));
            }
        }
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    internal sealed record Wait(string StoreId, string DepotId, int Lines, int Priority, string Reason)
    {
        public static Wait Of(MessageOutcome.Waiting waiting) => new(
            waiting.Delivery.StoreId, waiting.Delivery.DepotId, waiting.Lines, waiting.Delivery.Priority, waiting.Reason);
    }

    internal sealed record Tour(
        string RouteId, string TruckId, int Number, string DepotId, IReadOnlyList<string> Stops, decimal VolumeL, decimal DistanceKm, double Hours, bool IsTooLong)
    {
        public static Tour Of(Route route) => new(
            route.RouteId,
            route.TruckId,
            route.Tour,
            route.Depot.DepotId,
            [.. route.Stops.Select(stop => stop.StoreId)],
            route.VolumeL,
            route.DistanceKm,
            Math.Round(route.Duration.TotalHours, 2),
            route.IsTooLong);
    }
}
