namespace StoreSimulation.Driving;

/// <summary>The settings of the trucks' drives; equal settings and routes give equal records, byte for byte.</summary>
/// <param name="Start">The time at which the first tours leave.</param>
public sealed record DriveSettings(ulong Seed, DateTimeOffset Start)
{
    /// <summary>The time between two records of a truck.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Routes of a thousand on which the refrigerator fails.</summary>
    public int FailuresPerMille { get; init; } = 60;

    /// <summary>Records of a thousand after which the radio is gone for some minutes.</summary>
    public int GapsPerMille { get; init; } = 2;

    /// <summary>Records of a thousand that are sent twice.</summary>
    public int DuplicatesPerMille { get; init; } = 10;

    /// <exception cref="ArgumentOutOfRangeException">A setting that makes no sense; the message names it.</exception>
    internal DriveSettings Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Every, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Every, TimeSpan.FromMinutes(1));
        foreach (var rate in new[] { FailuresPerMille, GapsPerMille, DuplicatesPerMille })
        {
            ArgumentOutOfRangeException.ThrowIfNegative(rate);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 1000);
        }

        return this;
    }
}

/// <summary>A refrigerator's failure, which a detector should find.</summary>
/// <param name="At">The refrigerator cools no more from here on.</param>
public sealed record RefrigeratorFailure(string TruckId, string RouteId, DateTimeOffset At);
