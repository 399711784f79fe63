using Replenishment.Planning;

namespace Replenishment.Dispatching;

/// <summary>Puts deliveries on trucks: each order key at most once, and none is lost.</summary>
/// <remarks>
/// The order of writes makes a crash between any two of them harmless. Until a line is in the ledger, its message comes
/// again and the line is planned anew. Once it is there, its loads stand for good; when its message comes again without
/// the mark that they were streamed, they are sent from the ledger, as they were. A message is done only when all its
/// lines are recorded and streamed. The stream may carry a dispatch twice; its key tells.
/// </remarks>
public sealed class TruckDispatcher(IDispatchLedger ledger, IDispatchStream stream, TimeProvider clock)
{
    /// <summary>Dispatches messages of any number; a bad one is refused alone.</summary>
    /// <exception cref="Exception">The ledger or the stream failed: every message of the call must come again.</exception>
    public async Task<DispatchResult> DispatchAsync(
        IReadOnlyList<DeliveryMessage> messages, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(messages);

        var arrivals = messages.Select(Arrival.Of).ToList();
        var claims = Claim(arrivals.Select(arrival => arrival.Delivery).OfType<DeliveryRequest>());

        var held = await ledger.FindAsync(claims.Keys, cancellation);
        var planned = Plan(claims.Values.Where(line => !held.ContainsKey(line.Line.OrderKey)));
        var entries = Entries(planned, clock.GetUtcNow());
        var recorded = await ledger.RecordAsync(entries, cancellation);
        await StreamAsync([.. held.Values, .. recorded.Values], cancellation);

        // Another consumer may have recorded a line in between: then it rides there.
        var ours = entries
            .Where(entry => recorded[entry.OrderKey].Loads[0].RouteId == entry.Loads[0].RouteId)
            .SelectMany(entry => entry.Loads)
            .ToDictionary(load => load.OrderKey);

        return new(
            [.. arrivals.Select(arrival => Outcome(arrival, claims, ours))],
            [.. planned.Select(route => RouteDrawing.Of(route, ours)).OfType<Route>()]);
    }

    /// <summary>The delivery that each order key is dispatched for: of several, the one that asked first.</summary>
    private static Dictionary<string, OpenLine> Claim(IEnumerable<DeliveryRequest> deliveries)
    {
        var claims = new Dictionary<string, OpenLine>();
        foreach (var delivery in deliveries
            .OrderBy(delivery => delivery.RequestedAt)
            .ThenBy(delivery => delivery.DeliveryId, StringComparer.Ordinal))
        {
            foreach (var line in delivery.Lines)
            {
                claims.TryAdd(line.OrderKey, new(delivery, line));
            }
        }

        return claims;
    }

    private static List<PlannedRoute> Plan(IEnumerable<OpenLine> lines) =>
        [.. lines
            .GroupBy(line => new DepotSite(
                line.Delivery.DepotId,
                line.Delivery.DepotLatitude,
                line.Delivery.DepotLongitude,
                line.Delivery.DepotTrucks,
                line.Delivery.TruckVolumeL))
            .OrderBy(depot => depot.Key.DepotId, StringComparer.Ordinal)
            .AsParallel()
            .AsOrdered()
            .SelectMany(depot => FleetPlan.For(depot.Key, depot))];

    private static List<LedgerEntry> Entries(List<PlannedRoute> routes, DateTimeOffset now)
    {
        var loads =
            from route in routes
            from load in route.Loads
            from parcel in load.Parcels
            let delivery = parcel.Source.Delivery
            let dispatch = new Dispatch(
                parcel.DispatchKey,
                delivery.DeliveryId,
                delivery.StoreId,
                parcel.Source.Line.ProductId,
                parcel.Quantity,
                route.TruckId,
                route.RouteId,
                delivery.ExecutionId,
                now)
            group (parcel.Part, dispatch) by parcel.OrderKey into line
            select new LedgerEntry(
                line.Key, [.. line.OrderBy(load => load.Part).Select(load => load.dispatch)], Streamed: false);

        return [.. loads];
    }

    private async Task StreamAsync(List<LedgerEntry> entries, CancellationToken cancellation)
    {
        var unsent = entries.Where(entry => !entry.Streamed).ToList();
        if (unsent.Count == 0)
        {
            return;
        }

        await stream.SendAsync([.. unsent.SelectMany(entry => entry.Loads)], cancellation);
        await ledger.MarkStreamedAsync([.. unsent.Select(entry => entry.OrderKey)], cancellation);
    }

    private static MessageOutcome Outcome(
        Arrival arrival, Dictionary<string, OpenLine> claims, Dictionary<string, Dispatch> ours)
    {
        if (arrival.Delivery is not { } delivery)
        {
            return new MessageOutcome.Refused(arrival.MessageId, arrival.Fault!);
        }

        var dispatched = delivery.Lines.Count(line =>
            ReferenceEquals(claims[line.OrderKey].Delivery, delivery) && ours.ContainsKey(line.OrderKey));

        return new MessageOutcome.Delivered(arrival.MessageId, dispatched, delivery.Lines.Count - dispatched);
    }

    /// <summary>A message with the delivery in it, or what is wrong with it.</summary>
    private sealed record Arrival(string MessageId, DeliveryRequest? Delivery, string? Fault)
    {
        public static Arrival Of(DeliveryMessage message) =>
            new(message.MessageId, DeliveryReader.Read(message.Body, out var fault), fault);
    }
}
