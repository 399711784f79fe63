namespace StoreSimulation.Tests;

/// <summary>Small simulations; a test states what it is about.</summary>
internal static class Simulations
{
    public static readonly DateTimeOffset Midnight = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    public static SimulationSettings Clean(int stores = 30, int products = 40, int days = 3, ulong seed = 7) =>
        new(stores, products, days, seed, Midnight) { DirtyPerMille = 0, DuplicatesPerMille = 0, LatePerMille = 0 };

    /// <summary>Readings by the shelf they are of, oldest first.</summary>
    public static IEnumerable<IReadOnlyList<SimulatedReading>> Shelves(this Simulation simulation) =>
        simulation.Readings()
            .GroupBy(reading => (reading.Reading.StoreId, reading.Reading.ProductId))
            .Select(shelf => shelf.OrderBy(reading => reading.Reading.RecordedAt).ToList());
}
