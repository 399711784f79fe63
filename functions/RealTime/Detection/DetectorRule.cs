namespace RealTime.Detection;

/// <summary>A rule about the minutes of a key, which a detector checks.</summary>
/// <param name="Kind">Names what was found, in the alert's id.</param>
/// <param name="Measure">The event's field whose mean (of a range) or sum is judged, in the event's own unit.</param>
/// <param name="Audiences">The audiences that are told of an alert.</param>
public abstract record DetectorRule(string Kind, string Measure, IReadOnlyList<Audience> Audiences)
{
    /// <summary>A value is too high for so many minutes in a row.</summary>
    /// <param name="ClearBelow">Less than <paramref name="Above"/>, so that an alert does not flicker.</param>
    /// <param name="Minutes">
    /// The number of minutes in a row at or beyond the limit that open the alert, and of minutes below that clear it.
    /// </param>
    public sealed record Limit(
        string Kind, string Measure, IReadOnlyList<Audience> Audiences, double Above, double ClearBelow, int Minutes)
        : DetectorRule(Kind, Measure, Audiences)
    {
        /// <summary>Minutes over which a rise is judged; 0: the value itself is.</summary>
        public int RiseOver { get; init; }
    }

    /// <summary>A value is not as its values were before: see <see cref="AnomalyEnsemble"/>.</summary>
    public sealed record Anomaly(string Kind, string Measure, IReadOnlyList<Audience> Audiences)
        : DetectorRule(Kind, Measure, Audiences)
    {
        /// <summary>An alert is cleared after so many minutes in a row that are not strange.</summary>
        public int CalmMinutes { get; init; } = 10;

        /// <summary>Values up to here do no harm, however strange they are; null: every strange value counts.</summary>
        public double? OnlyAbove { get; init; }
    }
}

/// <summary>The people who are told of an alert.</summary>
public enum Audience
{
    Driver,
    Fleet,
}
