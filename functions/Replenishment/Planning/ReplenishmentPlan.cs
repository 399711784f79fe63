using System.Security.Cryptography;
using System.Text;

namespace Replenishment.Planning;

/// <summary>The deliveries to stores that run low, and the lines that they do not get, with the reasons.</summary>
/// <param name="Deliveries">One delivery for each row of shortages, unless all its lines are refused.</param>
public sealed record ReplenishmentPlan(
    IReadOnlyList<DeliveryRequest> Deliveries, IReadOnlyList<RefusedLine> Refused)
{
    // Bytes. Two ids and a time are a key in the ledger, and every order key of a message repeats the store.
    private const int LongestId = 200;

    // The greatest plausible quantity of one product for one store; beyond it, a count in the reading is wrong.
    private const long MostUnits = 10_000_000;

    /// <exception cref="InvalidShortageException">An item is not what low-stock.sql yields.</exception>
    public static ReplenishmentPlan For(PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);

        var deliveries = new List<DeliveryRequest>();
        var refused = new List<RefusedLine>();
        foreach (var (index, item) in request.Items.Index())
        {
            var lines = ShortageReader.Lines(item, index);
            if (PlanStore(request.BatchInput, item, lines, refused) is { } delivery)
            {
                deliveries.Add(delivery);
            }
        }

        return new(deliveries, refused);
    }

    /// <summary>The plan as StorePlanning answers it.</summary>
    /// <exception cref="InvalidShortageException">The plan outgrows the payload of a state.</exception>
    public PlanResult ToResult() => new(
        DeliveryBatches.Of(Deliveries),
        new(
            Deliveries.Count,
            Deliveries.Sum(delivery => delivery.Lines.Count),
            Deliveries.Sum(delivery => delivery.Lines.Sum(line => line.Quantity)),
            Litres.Sum(Deliveries.Select(delivery => delivery.VolumeL))),
        new SortedDictionary<string, int>(
            Refused.CountBy(line => line.Reason).ToDictionary(), StringComparer.Ordinal));

    private static DeliveryRequest? PlanStore(
        PlanOrigin origin, StoreShortages item, IReadOnlyList<ShortLine> lines, List<RefusedLine> refused)
    {
        var unserved = WhyUnserved(item);
        var planned = new List<PlannedLine>();
        foreach (var line in lines)
        {
            var refusal = unserved;
            var delivered = refusal is null ? PlanLine(item, line, out refusal) : null;
            if (delivered is null)
            {
                refused.Add(new(item.StoreId!, line.ProductId, refusal!.Value));
                continue;
            }

            planned.Add(new(line, delivered));
        }

        var truckL = unserved is null ? Litres.Of(1, item.TruckVolumeL!.Value) : 0;
        foreach (var tooMuch in BeyondPlausible(planned, truckL))
        {
            planned.Remove(tooMuch);
            refused.Add(new(item.StoreId!, tooMuch.Short.ProductId, Refusal.ImplausibleQuantity));
        }

        return planned.Count == 0 ? null : new()
        {
            DeliveryId = DeliveryId(origin.ExecutionId, item.StoreId!, item.Part!.Value),
            ExecutionId = origin.ExecutionId,
            StoreId = item.StoreId!,
            Region = item.Region,
            DepotId = item.DepotId!,
            Latitude = item.Latitude!.Value,
            Longitude = item.Longitude!.Value,
            DepotLatitude = item.DepotLatitude!.Value,
            DepotLongitude = item.DepotLongitude!.Value,
            DepotTrucks = (int)Math.Min(item.DepotTrucks!.Value, int.MaxValue),
            TruckVolumeL = truckL,
            RouteHours = item.RouteHours ?? Depot.UsualRouteHours,
            Priority = Priority.Of([.. planned.Select(line => line.Short)]),
            Lines = [.. planned.Select(line => line.Delivered)],
            VolumeL = Litres.Sum(planned.Select(line => line.Delivered.VolumeL)),
            RequestedAt = origin.RequestedAt,
        };
    }

    /// <summary>The largest lines, without which the rest is a delivery that a store can hold.</summary>
    private static List<PlannedLine> BeyondPlausible(IEnumerable<PlannedLine> planned, decimal truckVolumeL)
    {
        var volumeL = 0m;

        return [.. planned
            .OrderBy(line => line.Delivered.VolumeL)
            .ThenBy(line => line.Delivered.ProductId, StringComparer.Ordinal)
            .Where(line => !TruckCapacity.IsPlausible(volumeL += line.Delivered.VolumeL, truckVolumeL))];
    }

    private static DeliveryLine? PlanLine(StoreShortages item, ShortLine line, out Refusal? refusal)
    {
        var cases = OrderQuantity.Cases(line, out refusal);
        refusal ??= IsTooLong(line.ProductId) ? Refusal.IdTooLong : WhyNoTruckTakes(cases, line, item.TruckVolumeL!.Value);

        return refusal is not null ? null : new()
        {
            OrderKey = OrderKey.Of(item.StoreId!, line.ProductId, line.RecordedAt),
            ProductId = line.ProductId,
            Quantity = cases * line.CaseSize,
            Cases = cases,
            VolumeL = Litres.Of(cases * line.CaseSize, line.UnitVolumeL),
            DaysOfCover = line.DaysOfCover,
        };
    }

    private static Refusal? WhyUnserved(StoreShortages item) => item switch
    {
        _ when IsTooLong(item.StoreId!) => Refusal.IdTooLong,
        { DepotId: null } or { Latitude: null } or { Longitude: null } => Refusal.UnknownStore,
        { DepotLatitude: null } or { DepotLongitude: null } or { DepotTrucks: null } or { TruckVolumeL: null } =>
            Refusal.UnknownDepot,
        { DepotTrucks: < 1 } or { TruckVolumeL: not (> 0 and <= (double)TruckCapacity.LargestTruckL) } =>
            Refusal.DepotWithoutTrucks,
        _ when !Depot.IsRouteTime(item.RouteHours) => Refusal.DepotWithoutTime,
        _ => null,
    };

    private static bool IsTooLong(string id) => Encoding.UTF8.GetByteCount(id) > LongestId;

    private static Refusal? WhyNoTruckTakes(long cases, ShortLine line, double truckVolumeL)
    {
        // In doubles and before the others, because an absurd volume does not fit a decimal.
        if (line.CaseSize * line.UnitVolumeL > truckVolumeL)
        {
            return Refusal.CaseExceedsTruck;
        }

        var quantity = cases * line.CaseSize;
        if (quantity > MostUnits)
        {
            return Refusal.ImplausibleQuantity;
        }

        var (volumeL, truckL) = (Litres.Of(quantity, line.UnitVolumeL), Litres.Of(1, truckVolumeL));
        return !TruckCapacity.IsPlausible(volumeL, truckL) ? Refusal.ImplausibleQuantity
            : TruckCapacity.CasesThatFit(cases, volumeL, truckL) < 1 ? Refusal.CaseExceedsTruck
            : null;
    }

    /// <summary>A digest, so that sending a plan again sends the same deliveries.</summary>
    private static string DeliveryId(string executionId, string storeId, long part)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{executionId}\n{storeId}\n{part}"));

        return Convert.ToHexStringLower(digest.AsSpan(0, 16));
    }

    /// <summary>A shelf's shortage, and the line that it gets.</summary>
    private sealed record PlannedLine(ShortLine Short, DeliveryLine Delivered);
}
