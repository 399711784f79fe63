using System.Security.Cryptography;
using System.Text;

namespace Replenishment.Planning;

/// <summary>What stores that run low get, and what they do not get and why.</summary>
/// <param name="Deliveries">One per row of shortages, unless all its lines are refused.</param>
public sealed record ReplenishmentPlan(
    IReadOnlyList<DeliveryRequest> Deliveries, IReadOnlyList<RefusedLine> Refused)
{
    // Over this many truck loads of one product for one store, a number in the reading is wrong.
    internal const int MostLoadsOfALine = 100;

    // Litres, a thousand container ships: what a truck claims to hold beyond it is a mistake, and would overflow sums.
    private const double LargestTruck = 1e12;

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
        var planned = new List<DeliveryLine>();
        var served = new List<ShortLine>();
        foreach (var line in lines)
        {
            var cases = OrderQuantity.Cases(line, out var refusal);
            refusal = unserved ?? refusal ?? WhyNoTruckTakes(cases, line, item.TruckVolumeL!.Value);
            if (refusal is { } reason)
            {
                refused.Add(new(item.StoreId!, line.ProductId, reason));
                continue;
            }

            served.Add(line);
            planned.Add(new()
            {
                OrderKey = OrderKey.Of(item.StoreId!, line.ProductId, line.RecordedAt),
                ProductId = line.ProductId,
                Quantity = cases * line.CaseSize,
                Cases = cases,
                VolumeL = Litres.Of(cases * line.CaseSize, line.UnitVolumeL),
                DaysOfCover = line.DaysOfCover,
            });
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
            TruckVolumeL = Litres.Of(1, item.TruckVolumeL!.Value),
            Priority = Priority.Of(served),
            Lines = planned,
            VolumeL = Litres.Sum(planned.Select(line => line.VolumeL)),
            RequestedAt = origin.RequestedAt,
        };
    }

    private static Refusal? WhyUnserved(StoreShortages item) => item switch
    {
        { DepotId: null } or { Latitude: null } or { Longitude: null } => Refusal.UnknownStore,
        { DepotLatitude: null } or { DepotLongitude: null } or { DepotTrucks: null } or { TruckVolumeL: null } =>
            Refusal.UnknownDepot,
        { DepotTrucks: < 1 } or { TruckVolumeL: not (>= 0.001 and <= LargestTruck) } => Refusal.DepotWithoutTrucks,
        _ => null,
    };

    private static Refusal? WhyNoTruckTakes(long cases, ShortLine line, double truckVolumeL)
    {
        // A volume is rounded to millilitres: the rounded case must fit as well.
        var caseVolumeL = line.CaseSize * line.UnitVolumeL;
        if (!(caseVolumeL <= truckVolumeL) || Litres.Of(line.CaseSize, line.UnitVolumeL) > Litres.Of(1, truckVolumeL))
        {
            return Refusal.CaseExceedsTruck;
        }

        return cases * caseVolumeL > MostLoadsOfALine * truckVolumeL ? Refusal.ImplausibleVolume : null;
    }

    /// <summary>A digest, so that sending a plan again sends the same deliveries.</summary>
    private static string DeliveryId(string executionId, string storeId, long part)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{executionId}\n{storeId}\n{part}"));

        return Convert.ToHexStringLower(digest.AsSpan(0, 16));
    }
}
