namespace StoreSimulation;

/// <summary>Computes how many units sell between two readings: more on a Saturday, and more in the afternoon.</summary>
internal static class Demand
{
    // Percent of a mean day, Sunday first.
    private static readonly int[] Weekday = [60, 90, 85, 90, 105, 125, 145];

    /// <param name="share">Percent of the day's sales that fall between the readings.</param>
    public static int Units(int dailyMilliUnits, DayOfWeek day, int share, Pcg random)
    {
        // The factor is from a half to one and a half, in billionths of a unit.
        const long Unit = 1_000_000_000;
        var billionths = (long)dailyMilliUnits * Weekday[(int)day] * share * random.Between(50, 150);
        var (units, rest) = Math.DivRem(billionths, Unit);

        return (int)units + (random.Below((int)Unit) < rest ? 1 : 0);
    }
}
