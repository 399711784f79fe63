using System.Globalization;

namespace StoreSimulation;

/// <summary>Ids of events: different for different numbers, and for simulations with another seed or time.</summary>
internal sealed class EventIds(ulong seed, DateTimeOffset time)
{
    private readonly ulong first = Mixed(seed) + Mixed((ulong)time.ToUnixTimeMilliseconds());

    public string Of(ulong number) => Mixed(first + number).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The finishing step of SplitMix64: one to one.</summary>
    private static ulong Mixed(ulong number)
    {
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;

        return number ^ (number >> 31);
    }
}
