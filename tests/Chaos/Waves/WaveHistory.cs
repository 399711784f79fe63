using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Chaos.Shelves;
using Replenishment;
using Replenishment.Dispatching;
using Replenishment.Planning;
using Replenishment.Waves;
using Tests.Shared;

namespace Chaos.Waves;

/// <summary>
/// Days of a depot with two trucks and stores that are hours away, drawn from a seed: requests wait for trucks, waves go out, calls to
/// queue, ledger, stream, days and lease are lost, and waves die between any two of them.
/// </summary>
/// <remarks>
/// After each wave no truck may have more tours than its day holds, nor two of one number, and all that is on the road rides on a tour
/// that was given. In the end, when nothing fails any more, all that was ordered has left, once.
/// </remarks>
internal sealed class WaveHistory
{
    private const string Depot = "D1";
    private const int Trucks = 2;
    private const int Stores = 6;
    private const int Steps = 60;
    private const int MostDays = 200;

    private readonly Random random;
    private readonly ManualTime clock;
    private readonly Mishaps mishaps;
    private readonly FaultyBooks books;
    private readonly FaultyQueue queue;
    private readonly FaultyTruckDays days;
    private readonly Func<TruckWaves> waves;
    private readonly Dictionary<string, long> ordered = [];
    private readonly ConcurrentDictionary<string, (string TruckId, int Tour)> kept = new();
    private readonly List<string> wrong = [];
    private int requests;

    /// <param name="lease">The lease as a process finds it that has just begun.</param>
    public WaveHistory(int seed, ManualTime clock, IDispatchLedger ledger, ITruckDays truckDays, Func<IWaveLease> lease)
    {
        random = new(seed);
        this.clock = clock;
        mishaps = new(random) { AreDeadly = true };
        books = new(ledger, mishaps, random, clock);
        queue = new(mishaps, random, clock);
        days = new(truckDays, mishaps, random);
        var dispatcher = new TruckDispatcher(books, books, EstimatedRoads.Everywhere, TimeSpan.Zero, clock, days);
        waves = () => new(queue, new FaultyLease(lease(), mishaps), dispatcher, KeepAsync, clock);
    }

    public int Dispatched => books.Loads.Count;

    public int Postponed => queue.Postponed;

    public int Lost => mishaps.Count;

    public int Rivals => days.Rivals;

    /// <returns>What is wrong, in sentences.</returns>
    public async Task<IReadOnlyCollection<string>> RunAsync()
    {
        for (var step = 0; step < Steps && wrong.Count == 0; step++)
        {
            clock.Advance(TimeSpan.FromMinutes(random.Next(5, 4 * 60)));
            if (random.Next(2) == 0)
            {
                Order();
            }
            else
            {
                mishaps.Happen = random.Next(2) == 0;
                await SendTrucksAsync();
            }
        }

        for (var day = 0; day < MostDays && wrong.Count == 0 && !queue.IsEmpty; day++)
        {
            clock.Advance(TimeSpan.FromHours(8));
            await SendTrucksAsync();
        }

        return [.. wrong, .. queue.IsEmpty ? Left() : [$"After {MostDays} waves requests still wait."]];
    }

    private void Order()
    {
        var store = random.Next(Stores);
        var plan = ReplenishmentPlan.For(new()
        {
            BatchInput = new() { ExecutionId = $"execution-{++requests}", RequestedAt = clock.GetUtcNow() },
            Items = [new StoreShortages(
                $"S{store}", 0, "north", Depot, 53.5, 10, 53.8 + (0.5 * store), 10.1, Trucks, 100, 24,
                JsonSerializer.SerializeToElement(Enumerable.Range(0, random.Next(1, 4)).Select(Line).ToList(), ReplenishmentJson.Wire.IReadOnlyListShortLine))],
        });
        foreach (var body in plan.ToResult().Batches.SelectMany(batch => batch.Entries).Select(entry => entry.MessageBody))
        {
            foreach (var line in JsonSerializer.Deserialize(body, ReplenishmentJson.Wire.DeliveryRequest)!.Lines)
            {
                ordered.Add(line.OrderKey, line.Quantity);
            }

            queue.Send(body);
        }
    }

    // Each line is of a product, and so of a shelf, of its own. One of the larger is more than a truck holds.
    private ShortLine Line(int number) => new()
    {
        ProductId = string.Create(CultureInfo.InvariantCulture, $"P{requests}-{number}"),
        OnHand = 0,
        InTransit = 0,
        ReorderPoint = 12,
        TargetLevel = 24,
        ShelfCapacity = 30,
        CaseSize = 6,
        UnitVolumeL = random.Next(5) == 0 ? 6 : 1.5,
        RecordedAt = clock.GetUtcNow(),
    };

    private async Task SendTrucksAsync()
    {
        await WaveAsync(waves());
        mishaps.IsDead = mishaps.Happen = false;
        await CheckDayAsync(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
    }

    private async Task WaveAsync(TruckWaves wave)
    {
        try
        {
            var result = await wave.RunAsync(time: null, TestContext.Current.CancellationToken);
            if (result.Failure is { SourceException: not TimeoutException } failure)
            {
                failure.Throw();
            }

            foreach (var refused in result.Refused)
            {
                wrong.Add($"{refused.MessageId} was refused: {refused.Reason}");
            }
        }
        catch (TimeoutException)
        {
            // It died; what it left is for the next.
        }
    }

    private Task KeepAsync(Route route, CancellationToken cancellation)
    {
        kept[route.RouteId] = (route.TruckId, route.Tour);
        return Task.CompletedTask;
    }

    private async Task CheckDayAsync(DateOnly day)
    {
        var given = (await days.FindAsync(Depot, day)).Tours;
        foreach (var truck in given.GroupBy(tour => tour.TruckId))
        {
            if (truck.Count() > 1 && truck.Sum(tour => tour.Hours) > 24 + (0.005 * truck.Count()))
            {
                wrong.Add($"{truck.Key} is out for {truck.Sum(tour => tour.Hours)} hours on {day}.");
            }

            if (!truck.Select(tour => tour.Number).Order().SequenceEqual(truck.Select(tour => tour.Number).Distinct().Order()))
            {
                wrong.Add($"{truck.Key} has two tours of one number on {day}.");
            }
        }

        foreach (var load in books.Loads.Where(load => DateOnly.FromDateTime(load.DispatchedAt.UtcDateTime) == day))
        {
            if (given.SingleOrDefault(tour => tour.RouteId == load.RouteId) is not { } tour || tour.TruckId != load.TruckId)
            {
                wrong.Add($"{load.OrderKey} rides on {load.RouteId} of {load.TruckId}, which was given to no truck.");
            }
            else if (kept.GetValueOrDefault(load.RouteId) != (tour.TruckId, tour.Number))
            {
                wrong.Add($"{load.OrderKey} rides on tour {tour.Number} of {tour.TruckId}, and its route was kept as of {kept.GetValueOrDefault(load.RouteId)}.");
            }
        }
    }

    private IEnumerable<string> Left() =>
        from order in ordered
        let sent = books.Loads.Where(load => load.OrderKey == order.Key || load.OrderKey.StartsWith($"{order.Key}|", StringComparison.Ordinal)).Sum(load => load.Quantity)
        where sent != order.Value
        select $"Of {order.Key} {order.Value} units were ordered and {sent} sent.";
}
