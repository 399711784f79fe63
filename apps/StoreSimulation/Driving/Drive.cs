using Replenishment.Dispatching;

namespace StoreSimulation.Driving;

/// <summary>The trucks of dispatched routes drive them and report: where they are, how fast, how warm their cargo is.</summary>
/// <remarks>
/// A truck's further tours follow when it is back. It stands at each store while it is unloaded, is slowed by traffic,
/// loses its radio now and then and sends what it kept afterwards, and on some routes its refrigerator fails.
/// </remarks>
public sealed class Drive
{
    public const string Stream = "telemetry";

    private readonly DriveSettings settings;
    private readonly IReadOnlyList<IReadOnlyList<Tour>> trucks;

    public Drive(IReadOnlyList<Route> routes, DriveSettings settings)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(settings);

        this.settings = settings.Checked();
        var random = new Pcg(settings.Seed);
        trucks =
        [
            .. routes
                .GroupBy(route => route.TruckId)
                .OrderBy(truck => truck.Key, StringComparer.Ordinal)
                .Select(truck => truck.OrderBy(route => route.Tour).Select(route => Tour.Draw(route, settings, random)).ToList()),
        ];
    }

    /// <summary>The refrigerators that will fail, on the routes that come so far.</summary>
    public IEnumerable<RefrigeratorFailure> Failures() =>
        trucks.SelectMany((tours, index) => new TruckDrive(tours, settings, index).Failures());

    /// <summary>The records in the order in which they are sent, the same each time.</summary>
    public IEnumerable<TimedRecord> Records()
    {
        var next = new PriorityQueue<IEnumerator<TimedRecord>, (DateTimeOffset, int)>();
        for (var index = 0; index < trucks.Count; index++)
        {
            Advance(new TruckDrive(trucks[index], settings, index).Records().GetEnumerator(), index);
        }

        while (next.TryDequeue(out var truck, out var order))
        {
            yield return truck.Current;
            Advance(truck, order.Item2);
        }

        void Advance(IEnumerator<TimedRecord> truck, int index)
        {
            if (truck.MoveNext())
            {
                next.Enqueue(truck, (truck.Current.SentAt, index));
            }
            else
            {
                truck.Dispose();
            }
        }
    }
}
