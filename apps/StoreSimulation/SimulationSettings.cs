namespace StoreSimulation;

/// <summary>The settings of the simulation; equal settings give equal readings, byte for byte, on any machine.</summary>
/// <param name="Products">The number of products in every store.</param>
/// <param name="Days">The number of days that the readings span.</param>
/// <param name="End">The time after which no reading arrives.</param>
public sealed record SimulationSettings(int Stores, int Products, int Days, ulong Seed, DateTimeOffset End)
{
    /// <summary>Readings of a thousand that break a rule, each rule in turn.</summary>
    public int DirtyPerMille { get; init; } = 5;

    /// <summary>Readings of a thousand that are sent twice.</summary>
    public int DuplicatesPerMille { get; init; } = 10;

    /// <summary>Readings of a thousand that arrive hours after they were recorded.</summary>
    public int LatePerMille { get; init; } = 10;

    /// <exception cref="ArgumentOutOfRangeException">A setting that makes no sense; the message names it.</exception>
    internal SimulationSettings Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Stores, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Products, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Days, 1);
        foreach (var rate in new[] { DirtyPerMille, DuplicatesPerMille, LatePerMille })
        {
            ArgumentOutOfRangeException.ThrowIfNegative(rate);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 1000);
        }

        return this;
    }
}
