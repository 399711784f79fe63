using System.Globalization;
using Replenishment;

namespace StoreSimulation;

/// <summary>Depots in towns, and stores scattered around them.</summary>
internal static class Network
{
    private const int StoresPerDepot = 25;
    private const int StopsPerTour = 8;

    // Places are whole numbers of ten-thousandths of a degree, some 11 m, so that they are the same on every machine.
    private const double Degree = 10_000;
    private const int NorthSouth = 4_500;
    private const int EastWest = 7_000;

    private static readonly (string Region, string Town, int Latitude, int Longitude)[] Towns =
    [
        ("north", "Hamburg", 535_500, 99_900),
        ("south", "Munich", 481_400, 115_800),
        ("west", "Dortmund", 515_100, 74_600),
        ("east", "Leipzig", 513_400, 123_700),
        ("northeast", "Berlin", 525_200, 134_000),
        ("southwest", "Stuttgart", 487_800, 91_800),
        ("rhine-main", "Frankfurt", 501_100, 86_800),
        ("centre", "Kassel", 513_100, 94_800),
    ];

    public static IReadOnlyList<Depot> Depots(SimulationSettings settings, Catalogue catalogue)
    {
        var depots = Math.Clamp((settings.Stores + StoresPerDepot - 1) / StoresPerDepot, 1, Towns.Length);
        var storesEach = (settings.Stores + depots - 1) / depots;
        var trucks = Math.Max(2, (storesEach + StopsPerTour - 1) / StopsPerTour);

        return [.. Towns.Take(depots).Select((town, index) => new Depot(
            Id('D', index, 2),
            town.Town,
            town.Latitude / Degree,
            town.Longitude / Degree,
            trucks,
            TruckVolumeL(catalogue)))];
    }

    public static IReadOnlyList<Store> Stores(SimulationSettings settings, int depots, Pcg random)
    {
        var stores = new List<Store>();
        for (var index = 0; index < settings.Stores; index++)
        {
            var town = Towns[index % depots];
            var north = random.Between(-NorthSouth, NorthSouth) + random.Between(-NorthSouth, NorthSouth);
            var east = random.Between(-EastWest, EastWest) + random.Between(-EastWest, EastWest);
            stores.Add(new(
                Id('S', index, 4),
                string.Create(CultureInfo.InvariantCulture, $"{town.Town} {(index / depots) + 1}"),
                town.Region,
                Id('D', index % depots, 2),
                (town.Latitude + north) / Degree,
                (town.Longitude + east) / Degree));
        }

        return stores;
    }

    /// <returns>Like <c>S0001</c>.</returns>
    public static string Id(char kind, int index, int digits) =>
        kind + (index + 1).ToString($"D{digits}", CultureInfo.InvariantCulture);

    /// <summary>A volume with which a tour of a few stops fills a truck, for an assortment of any size.</summary>
    private static double TruckVolumeL(Catalogue catalogue)
    {
        const int LowPercent = 7;
        var perStoreMl = catalogue.Products.Sum(product => product.RefillMl) * LowPercent / 100;

        return Math.Clamp(perStoreMl * StopsPerTour / 1000 / 500, 4, 160) * 500;
    }
}
