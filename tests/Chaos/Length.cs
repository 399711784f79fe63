using System.Globalization;

namespace Chaos;

/// <summary>How long the suite runs: as every change can afford, or as long as the environment asks.</summary>
internal static class Length
{
    /// <summary><c>CHAOS</c> multiplies every number of runs.</summary>
    private static int Factor { get; } = Number("CHAOS", 1);

    /// <summary><c>CHAOS_SEED</c> is where seeds begin; with the seed of a run that failed it is the first again.</summary>
    public static int FirstSeed { get; } = Number("CHAOS_SEED", 1);

    public static int FaultyRuns => 20 * Factor;

    public static int ShelfHistories => 500 * Factor;

    public static int WaveHistories => 40 * Factor;

    public static int KilledRuns => 3 * Factor;

    public static int KilledServers => Factor;

    /// <summary>Readings of the load.</summary>
    public static int Readings => Math.Min(100_000 * Factor, 1_000_000);

    /// <summary>How many answers a crowd of clients gets; some 600 a second on two cores.</summary>
    public static int CrowdRequests => Math.Min(3_500 * Factor, 35_000);

    /// <summary>Inputs per property.</summary>
    public static int Inputs => 500 * Factor;

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
