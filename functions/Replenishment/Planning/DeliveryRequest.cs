namespace Replenishment.Planning;

/// <summary>The goods that a depot shall bring to a store: the body of a message on the deliveries queue.</summary>
public sealed record DeliveryRequest
{
    /// <summary>The same for the same execution, store and part, however often it is sent.</summary>
    public required string DeliveryId { get; init; }

    public required string ExecutionId { get; init; }

    public required string StoreId { get; init; }

    public string? Region { get; init; }

    public required string DepotId { get; init; }

    public required double Latitude { get; init; }

    public required double Longitude { get; init; }

    public required double DepotLatitude { get; init; }

    public required double DepotLongitude { get; init; }

    public required int DepotTrucks { get; init; }

    public required decimal TruckVolumeL { get; init; }

    /// <summary>
    /// The hours that a route of the depot may take; null, as in requests of earlier versions, stands for <see
    /// cref="Depot.UsualRouteHours"/>.
    /// </summary>
    public double? RouteHours { get; init; }

    /// <summary>0 (a shelf is empty within a day) to 9; see <see cref="Planning.Priority"/>.</summary>
    public required int Priority { get; init; }

    public required IReadOnlyList<DeliveryLine> Lines { get; init; }

    /// <summary>The lines' litres together.</summary>
    public required decimal VolumeL { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }
}

/// <summary>One product of a delivery.</summary>
public sealed record DeliveryLine
{
    /// <summary><c>store|product|recorded_at</c> of the reading that showed the need.</summary>
    public required string OrderKey { get; init; }

    public required string ProductId { get; init; }

    /// <summary>Units; a whole number of cases.</summary>
    public required long Quantity { get; init; }

    public required long Cases { get; init; }

    /// <summary>Litres, to the millilitre.</summary>
    public required decimal VolumeL { get; init; }

    /// <summary>Null where the demand is unknown.</summary>
    public double? DaysOfCover { get; init; }
}
