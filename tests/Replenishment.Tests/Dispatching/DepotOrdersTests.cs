using Replenishment.Dispatching;

namespace Replenishment.Tests.Dispatching;

public class DepotOrdersTests
{
    [Fact]
    public void What_is_more_than_a_depot_plans_at_once_is_left_the_least_urgent_first_and_stores_stay_whole()
    {
        // Ten loads each: a hundred stores fill the bound, and S9 is in two parts.
        var requests = Enumerable.Range(0, 110).Select(store => Of($"S{store}", 100, priority: store < 5 ? 9 : 1)).ToList();
        requests.Add(Of("S9", 1, priority: 0));

        var depot = Assert.Single(DepotOrders.Of(requests));

        var stores = depot.Lines.Select(line => line.Delivery.StoreId).ToHashSet();
        Assert.Equal(99, stores.Count);
        Assert.DoesNotContain("S0", stores);
        Assert.Equal(2, depot.Lines.Count(line => line.Delivery.StoreId == "S9"));
    }

    [Fact]
    public void A_store_that_alone_is_more_is_planned_alone() =>
        Assert.Single(Assert.Single(DepotOrders.Of([Of("S1", 10 * (DepotOrders.MostLoads + 1), priority: 0), Of("S2", 1, priority: 1)])).Lines);

    [Fact]
    public void The_depot_with_the_fewest_lines_comes_first()
    {
        OpenLine[] lines = [Of("S1", 1, 0), Of("S2", 1, 0), Of("S3", 1, 0, depot: "Z")];

        Assert.Equal(["Z", "D01"], DepotOrders.Of(lines).Select(depot => depot.Depot.DepotId));
    }

    private static OpenLine Of(string store, long cases, int priority, string depot = "D01")
    {
        var line = Deliveries.Line(store, "P1", cases);
        return new(Deliveries.To(store, line) with { Priority = priority, DepotId = depot }, line);
    }
}
