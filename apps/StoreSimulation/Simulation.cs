using Replenishment;

namespace StoreSimulation;

/// <param name="ArrivedAt">
/// The time at which the lake receives the reading: seconds after it was recorded, or hours for a late one.
/// </param>
public readonly record struct SimulatedReading(Reading Reading, DateTimeOffset ArrivedAt);

/// <summary>Stores that sell, are refilled in the morning, and count their shelves four times a day.</summary>
/// <remarks>
/// Everything is computed in whole numbers from one generator, so that nothing depends on the machine. Some mornings the
/// refill does not come: at the end about one line in ten is low.
/// </remarks>
public sealed class Simulation
{
    private const int RefillPerMille = 800;
    private const int NarrowShelfPerMille = 20;
    private const int SlotsLateAtMost = 3;

    // Hour of counting, UTC, and percent of the day's sales since the count before.
    private static readonly (int Hour, int Share)[] Counts = [(9, 10), (13, 25), (17, 35), (21, 30)];

    // A store takes this long at most to count, so that what it counts in an hour also arrives in that hour.
    private static readonly TimeSpan CountingTime = TimeSpan.FromMinutes(50);

    private readonly SimulationSettings settings;
    private readonly Catalogue catalogue;
    private readonly int[] sizes;
    private readonly EventIds eventIds;

    public Simulation(SimulationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);

        this.settings = settings.Checked();
        var random = new Pcg(settings.Seed);
        catalogue = new(settings.Products, random);
        Depots = Network.Depots(settings, catalogue);
        Stores = Network.Stores(settings, Depots.Count, random);
        sizes = [.. Stores.Select(_ => random.Between(50, 200))];
        eventIds = new(settings.Seed, settings.End);
        PriceList = Listing.Of(catalogue, settings.Seed);
    }

    public IReadOnlyList<Depot> Depots { get; }

    public IReadOnlyList<Store> Stores { get; }

    /// <summary>The price list: every product with its price, and the bounds between which the price may move.</summary>
    public IReadOnlyList<ListedProduct> PriceList { get; }

    /// <summary>Drawn as they are read, the same each time; the hours of arrival never go back.</summary>
    public IEnumerable<SimulatedReading> Readings()
    {
        var random = new Pcg(settings.Seed + 1);
        var shelves = Shelves(random);
        var onHand = OpeningStock(shelves, random);
        var slots = Slots().ToList();
        var late = slots.ConvertAll(_ => new List<Reading>());
        var (events, dirty) = (0UL, 0);

        foreach (var (slot, (at, share)) in slots.Index())
        {
            for (var line = 0; line < shelves.Length; line++)
            {
                var (store, product) = Math.DivRem(line, catalogue.Products.Count);
                onHand[line] = Trade(shelves[line], onHand[line], catalogue.Products[product].CaseSize, at, share, random);
                var reading = Count(store, product, shelves[line], onHand[line], at, ++events);
                if (random.Chance(settings.DirtyPerMille))
                {
                    reading = Dirt.Kinds[dirty++ % Dirt.Kinds.Count](reading);
                }

                var arrival = slot + (random.Chance(settings.LatePerMille) ? random.Between(1, SlotsLateAtMost) : 0);
                if (arrival > slot && arrival < slots.Count)
                {
                    late[arrival].Add(reading);
                    continue;
                }

                // The arrival follows from the true time of the count: a store's clock may be wrong, but the lake's is not.
                var arrived = CountedAt(store, product, at).AddMilliseconds(random.Between(500, 5_000));
                yield return new(reading, arrived);
                if (random.Chance(settings.DuplicatesPerMille))
                {
                    yield return new(reading, arrived.AddSeconds(random.Between(1, 60)));
                }
            }

            foreach (var reading in late[slot])
            {
                yield return new(reading, at + CountingTime);
            }
        }
    }

    private Shelf[] Shelves(Pcg random) =>
        [.. sizes.SelectMany(size =>
            catalogue.Products.Select(product => product.ShelfIn(size, random.Chance(NarrowShelfPerMille))))];

    private static int[] OpeningStock(Shelf[] shelves, Pcg random) =>
        [.. shelves.Select(shelf => random.Between(shelf.ReorderPoint + 1, shelf.TargetLevel))];

    private IEnumerable<(DateTimeOffset At, int Share)> Slots()
    {
        var end = settings.End.ToUniversalTime();
        var start = end.AddDays(-settings.Days);
        for (var day = start.UtcDateTime.Date; day <= end.UtcDateTime; day = day.AddDays(1))
        {
            foreach (var (hour, share) in Counts)
            {
                var at = new DateTimeOffset(day.AddHours(hour), TimeSpan.Zero);
                if (at >= start && at + CountingTime + TimeSpan.FromMinutes(2) <= end)
                {
                    yield return (at, share);
                }
            }
        }
    }

    private static int Trade(Shelf shelf, int onHand, int caseSize, DateTimeOffset at, int share, Pcg random)
    {
        if (at.Hour == Counts[0].Hour && onHand <= shelf.ReorderPoint && random.Chance(RefillPerMille))
        {
            var cases = Math.Min(
                (shelf.TargetLevel - onHand + caseSize - 1) / caseSize, (shelf.Capacity - onHand) / caseSize);
            onHand += cases * caseSize;
        }

        return Math.Max(0, onHand - Demand.Units(shelf.DailyMilliUnits, at.DayOfWeek, share, random));
    }

    private Reading Count(int store, int product, Shelf shelf, int onHand, DateTimeOffset at, ulong number)
    {
        var kind = catalogue.Products[product];

        return new(
            eventIds.Of(number),
            Stores[store].StoreId,
            kind.ProductId,
            onHand,
            shelf.ReorderPoint,
            shelf.TargetLevel,
            shelf.Capacity,
            kind.CaseSize,
            kind.UnitVolumeL,
            CountedAt(store, product, at));
    }

    /// <summary>Stores begin a few minutes apart and go from shelf to shelf.</summary>
    private static DateTimeOffset CountedAt(int store, int product, DateTimeOffset at)
    {
        const int BeginWithin = 15 * 60_000;
        const int CountWithin = 30 * 60_000;

        return at.AddMilliseconds((store * 7_919L % BeginWithin) + (product * 1_973L % CountWithin));
    }
}
