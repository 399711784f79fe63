namespace Replenishment.Dispatching;

/// <summary>
/// Refuses what the parts of a plan ask for one store when it is more than a store can hold, though each part alone is not: a part
/// has as many lines as fit a message, and the wrong number may stand in any of them.
/// </summary>
internal static class PlausibleStores
{
    /// <returns>The arrivals in their order; those of such a store are refused together, so that none gets through when they come again.</returns>
    public static IReadOnlyList<Arrival> Of(IEnumerable<Arrival> arrivals)
    {
        var all = arrivals.ToList();
        var tooMuch = all
            .Where(arrival => arrival.Delivery is not null)
            .GroupBy(arrival => (arrival.Delivery!.ExecutionId, arrival.Delivery.StoreId))
            .Where(store => !IsPlausible(store))
            .Select(store => store.Key)
            .ToHashSet();

        return [.. all.Select(arrival => arrival.Delivery is { } delivery && tooMuch.Contains((delivery.ExecutionId, delivery.StoreId))
            ? new Arrival(
                arrival.MessageId,
                Delivery: null,
                $"Delivery {delivery.DeliveryId} and the others of {delivery.ExecutionId} to store {delivery.StoreId} would fill more than "
                + $"{TruckCapacity.MostLoads} trucks together: a count or a volume in them must be wrong.")
            : arrival)];
    }

    // A message that comes twice asks once.
    private static bool IsPlausible(IEnumerable<Arrival> store)
    {
        var parts = store.Select(arrival => arrival.Delivery!).DistinctBy(delivery => delivery.DeliveryId).ToList();
        return TruckCapacity.IsPlausible(
            parts.Sum(part => part.Lines.Sum(line => line.VolumeL)), parts.Max(part => part.TruckVolumeL));
    }
}
