using Local.Dispatching;
using Local.Sqs;
using Local.Storage;
using RealTime.Fleet;
using Replenishment.Dispatching;
using Replenishment.Planning;
using Tests.Shared;

namespace StoreTruck.Tests;

/// <summary>What a wave makes of requests does not depend on where it goes out.</summary>
public sealed class BothStagesTests
{
    [Fact]
    public async Task The_same_sixty_requests_of_three_depots_get_the_same_routes_on_one_machine_and_from_the_function()
    {
        var requests = Enumerable.Range(0, 60).Select(Of).ToList();
        var stage = new Stage();

        await stage.WaveAsync(requests.Select(request => request.Body()));
        var local = await LocalAsync(requests);

        Assert.Equal(local.SelectMany(route => route.Stops).SelectMany(stop => stop.Dispatches).Select(Line).Order(StringComparer.Ordinal), stage.Streamed.SelectMany(rows => rows).Select(Line).Order(StringComparer.Ordinal));
        Assert.Equal(3, local.Select(route => route.Depot.DepotId).Distinct().Count());
        Assert.InRange(local.Count, 6, 40);
        Assert.Equal(local.Select(route => DispatchedRoute.KeyOf(route.RouteId)).Order(StringComparer.Ordinal), stage.Bucket.Objects.Keys);
    }

    private static string Line(Dispatch dispatch) =>
        $"{dispatch.OrderKey}: {dispatch.Quantity} on {dispatch.TruckId}, {dispatch.RouteId}, {dispatch.RouteKm} km, {dispatch.RouteHours} h";

    private static async Task<IReadOnlyList<Route>> LocalAsync(IEnumerable<DeliveryRequest> requests)
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualTime();
        var inMemory = new JournalOptions(FlushToDisk: false);
        var lastId = 0;
        await using var queues = Queues.Open(folder.Root, DeliveryQueues.Settings, clock, () => $"{++lastId}", inMemory);
        await using var ledger = JournalLedger.Open(folder.Root, clock, inMemory);
        foreach (var request in requests.Reverse())
        {
            await queues.Get(DeliveryQueues.Deliveries).SendAsync(new(request.Body()));
        }

        var trucks = new TruckDispatcher(ledger, new NoStream(), EstimatedRoads.Everywhere, Stage.StreamLag, clock, ledger);
        return (await new TruckPass(queues, new(), trucks, _ => { }, clock).RunAsync(TestContext.Current.CancellationToken)).OrThrow().Routes;
    }

    /// <summary>Stores around their depots, of different volumes and urgency.</summary>
    private static DeliveryRequest Of(int store)
    {
        var depot = store % 3;
        var request = Deliveries.Of($"S{store:00}", "P1", "P2");
        return request with
        {
            DepotId = $"D{depot}",
            DepotTrucks = 2 + depot,
            DepotLatitude = 50 + depot,
            Latitude = 50 + depot + (Math.Sin(store) / 2),
            Longitude = 10 + (Math.Cos(store * 7) / 2),
            Priority = store % 10,
            Lines = [.. request.Lines.Select((line, index) => line with { VolumeL = 40 + (store * 7 % 90) + index })],
        };
    }

    private sealed class NoStream : IDispatchStream
    {
        public Task SendAsync(IReadOnlyList<Dispatch> dispatches, CancellationToken cancellation = default) => Task.CompletedTask;
    }
}
