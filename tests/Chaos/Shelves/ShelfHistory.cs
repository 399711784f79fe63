using System.Globalization;
using System.Text.Json;
using Replenishment.Dispatching;
using Replenishment.Planning;
using Tests.Shared;

namespace Chaos.Shelves;

/// <summary>
/// Weeks of a few shelves, drawn from a seed: goods are sold, counted, ordered and brought; executions fail and are
/// redriven, trucks stay away for days, messages are given up on and sent back late, the stream is behind, ledger and
/// stream fail before or after their effect. After each step no shelf may have more coming than it holds.
/// </summary>
/// <remarks>
/// What stands in for the lake and for low-stock.sql is plain code of its own; planning, dispatching and the ledger are
/// the program's. Where nothing failed, each wave is compared with an oracle: the shelf rule in a loop.
/// </remarks>
internal sealed class ShelfHistory
{
    private const int Shelves = 3;
    private const int Capacity = 30;
    private const int Steps = 120;
    private static readonly TimeSpan Transit = TimeSpan.FromDays(1);

    private readonly Random random;
    private readonly ManualTime clock;
    private readonly TimeSpan lag;
    private readonly TruckDispatcher dispatcher;
    private readonly Mishaps mishaps;
    private readonly FaultyBooks books;
    private readonly int[] onHand = [.. Enumerable.Repeat(12, Shelves)];
    private readonly (DateTimeOffset At, int OnHand)[] readings = new (DateTimeOffset, int)[Shelves];
    private readonly HashSet<string> arrived = [];
    private readonly List<string> failedPlans = [];
    private readonly List<DeliveryMessage> queue = [];
    private readonly List<DeliveryMessage> deadLetters = [];
    private int executions;

    public ShelfHistory(int seed, ManualTime clock, TimeSpan lag, IDispatchLedger ledger, ITruckDays days)
    {
        random = new(seed);
        this.clock = clock;
        this.lag = lag;
        mishaps = new(random);
        books = new(ledger, mishaps, random, clock);
        dispatcher = new(books, books, EstimatedRoads.Everywhere, lag, clock, days);
    }

    public int Dispatched { get; private set; }

    public int Superseded { get; private set; }

    /// <returns>What is wrong, in sentences.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var wrong = new List<string>();
        Enumerable.Range(0, Shelves).ToList().ForEach(Count);
        for (var step = 0; step < Steps && wrong.Count == 0; step++)
        {
            clock.Advance(TimeSpan.FromMinutes(random.Next(4) == 0 ? random.Next(60 * 60) : random.Next(1, 90)));
            Arrive();
            wrong.AddRange(await StepAsync());
            wrong.AddRange(Enumerable.Range(0, Shelves).Where(shelf => onHand[shelf] + OnTheRoad(shelf) > Capacity).Select(shelf =>
                $"Step {step}: shelf {shelf} holds {Capacity}, has {onHand[shelf]}, and {OnTheRoad(shelf)} are on the road."));
        }

        return wrong;
    }

    private async Task<IEnumerable<string>> StepAsync()
    {
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                var shelf = random.Next(Shelves);
                onHand[shelf] -= random.Next(onHand[shelf] + 1);
                break;
            case 3 or 4:
                Count(random.Next(Shelves));
                break;
            case 5 or 6 or 7:
                Plan();
                break;
            case 8 when failedPlans.Count > 0:
                Send(Take(failedPlans));
                break;
            case 9 when queue.Count > 0:
                deadLetters.Add(Take(queue));
                break;
            case 10 when deadLetters.Count > 0:
                queue.Add(Take(deadLetters));
                break;
            default:
                return await DispatchAsync();
        }

        return [];
    }

    private void Count(int shelf) => readings[shelf] = (clock.GetUtcNow(), onHand[shelf]);

    /// <summary>An execution: what is low by the latest readings, and by the goods of which the lake knows.</summary>
    private void Plan()
    {
        var lines = Enumerable.Range(0, Shelves)
            .Select(shelf => (Shelf: shelf, Line: Line(shelf)))
            .Where(low => low.Line.OnHand + low.Line.InTransit <= low.Line.ReorderPoint)
            .ToList();
        var plan = ReplenishmentPlan.For(new()
        {
            BatchInput = new() { ExecutionId = $"execution-{++executions}", RequestedAt = clock.GetUtcNow() },
            Items = [.. lines.Select(low => new StoreShortages(
                Store(low.Shelf), 0, "north", "D1", 53.5, 10, 53.6, 10.1, 2, 1000, 9,
                JsonSerializer.SerializeToElement([low.Line], Replenishment.ReplenishmentJson.Wire.IReadOnlyListShortLine)))],
        });
        foreach (var body in plan.ToResult().Batches.SelectMany(batch => batch.Entries).Select(entry => entry.MessageBody))
        {
            if (random.Next(4) == 0)
            {
                failedPlans.Add(body);
            }
            else
            {
                Send(body);
            }
        }
    }

    private ShortLine Line(int shelf) => new()
    {
        ProductId = "P1",
        OnHand = readings[shelf].OnHand,
        InTransit = books.Lake(clock.GetUtcNow() - lag)
            .Where(load => load.StoreId == Store(shelf) && load.DispatchedAt + Transit > readings[shelf].At)
            .Sum(load => load.Quantity),
        ReorderPoint = 12,
        TargetLevel = 24,
        ShelfCapacity = Capacity,
        CaseSize = 6,
        UnitVolumeL = 1.5,
        RecordedAt = readings[shelf].At,
    };

    private void Send(string body) =>
        queue.AddRange(Enumerable.Range(0, random.Next(8) == 0 ? 2 : 1).Select(_ => new DeliveryMessage(Guid(), body)));

    private string Guid() => random.NextInt64().ToString("x", CultureInfo.InvariantCulture);

    private async Task<IEnumerable<string>> DispatchAsync()
    {
        var wave = queue.Where(_ => random.Next(5) > 0).ToList();
        mishaps.Happen = random.Next(3) == 0;
        var expected = Oracle(wave);
        var before = books.Keys.ToHashSet();
        try
        {
            var result = (await dispatcher.DispatchAsync(wave, TestContext.Current.CancellationToken)).OrThrow();
            wave.ForEach(message => queue.Remove(message));
            Dispatched += result.Outcomes.OfType<MessageOutcome.Delivered>().Sum(message => message.Dispatched);
            Superseded += result.Outcomes.OfType<MessageOutcome.Delivered>().Sum(message => message.Superseded);
            var loaded = books.Keys.Except(before).Order(StringComparer.Ordinal).ToList();
            return loaded.SequenceEqual(expected) ? [] : [$"The oracle sends {string.Join(", ", expected)}; sent were {string.Join(", ", loaded)}."];
        }
        catch (TimeoutException)
        {
            return [];
        }
    }

    /// <summary>The rule in a loop: of each shelf the newest plan, where nothing left that it cannot have known of.</summary>
    private List<string> Oracle(List<DeliveryMessage> wave)
    {
        var sent = new List<string>();
        var deliveries = wave
            .Select(message => JsonSerializer.Deserialize(message.Body, Replenishment.ReplenishmentJson.Wire.DeliveryRequest)!)
            .OrderByDescending(delivery => delivery.RequestedAt)
            .ToList();
        foreach (var store in deliveries.Select(delivery => delivery.StoreId).Distinct())
        {
            foreach (var delivery in deliveries.Where(delivery => delivery.StoreId == store))
            {
                var key = delivery.Lines[0].OrderKey;
                if (books.Keys.Contains(key))
                {
                    continue;
                }

                var counted = DateTimeOffset.Parse(key[(key.LastIndexOf('|') + 1)..], CultureInfo.InvariantCulture);
                if (books.Loads.Where(load => load.StoreId == store).All(load =>
                    load.DispatchedAt <= counted && books.StreamedAt(load.OrderKey) + lag <= delivery.RequestedAt))
                {
                    sent.Add(key);
                }

                break;
            }
        }

        return [.. sent.Order(StringComparer.Ordinal)];
    }

    private void Arrive()
    {
        foreach (var load in books.Loads.Where(load => load.DispatchedAt + Transit <= clock.GetUtcNow() && arrived.Add(load.OrderKey)))
        {
            onHand[load.StoreId[1] - '0'] += (int)load.Quantity;
        }
    }

    private long OnTheRoad(int shelf) =>
        books.Loads.Where(load => load.StoreId == Store(shelf) && !arrived.Contains(load.OrderKey)).Sum(load => load.Quantity);

    private static string Store(int shelf) => string.Create(CultureInfo.InvariantCulture, $"S{shelf}");

    private T Take<T>(List<T> list)
    {
        var taken = list[random.Next(list.Count)];
        list.Remove(taken);
        return taken;
    }
}
