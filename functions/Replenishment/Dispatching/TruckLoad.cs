using Replenishment.Planning;

namespace Replenishment.Dispatching;

/// <summary>A line that no truck has taken yet, and the delivery that asks for it.</summary>
internal sealed record OpenLine(DeliveryRequest Delivery, DeliveryLine Line)
{
    public string Shelf { get; } = OrderKey.Shelf(Delivery.StoreId, Line.ProductId);

    /// <summary>The time of the reading that showed the need.</summary>
    public DateTimeOffset RecordedAt => OrderKey.RecordedAt(Line.OrderKey, Shelf)!.Value;
}

/// <summary>Cases of a line that ride together.</summary>
/// <param name="Part">1, or more where the line is larger than a truck.</param>
internal sealed record Parcel(OpenLine Source, int Part, long Cases, long Millilitres)
{
    public string OrderKey => Source.Line.OrderKey;

    /// <summary>The order key, or a key made of it for the further parts of a line: unique among dispatches.</summary>
    public string DispatchKey => Part == 1 ? OrderKey : Replenishment.OrderKey.OfFurtherLoad(OrderKey, Part);

    public long Quantity => Source.Line.Quantity / Source.Line.Cases * Cases;
}

/// <summary>Goods for one store that fit one truck.</summary>
internal sealed record TruckLoad(IReadOnlyList<Parcel> Parcels)
{
    public long Millilitres { get; } = Parcels.Sum(parcel => parcel.Millilitres);

    public Site Site { get; } = SiteOf(Parcels[0].Source.Delivery);

    /// <summary>The smaller, the sooner it should leave.</summary>
    public (int Priority, double DaysOfCover) Urgency { get; } = Parcels.Min(parcel =>
        (parcel.Source.Delivery.Priority, parcel.Source.Line.DaysOfCover ?? double.MaxValue));

    public bool HasAnyOf(ICollection<string> orderKeys) => Parcels.Any(parcel => orderKeys.Contains(parcel.OrderKey));

    /// <summary>The load that is left without all parcels of these orders; null when nothing is left.</summary>
    public TruckLoad? Without(ICollection<string> orderKeys) => Parcels.Where(parcel => !orderKeys.Contains(parcel.OrderKey)).ToList() switch
    {
        [] => null,
        var kept => kept.Count == Parcels.Count ? this : new(kept),
    };

    private static Site SiteOf(DeliveryRequest delivery) => new(delivery.StoreId, delivery.Latitude, delivery.Longitude);
}
