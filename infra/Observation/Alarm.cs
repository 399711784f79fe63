using Pulumi;

namespace Infra.Observation;

/// <summary>The most that a metric may be before somebody is told; or how long it may be nothing.</summary>
/// <param name="Meaning">What it means that the alarm rings, and what to do.</param>
internal sealed record Alarm(string Name, Metric Metric, string Meaning)
{
    /// <summary>In the metric's own unit.</summary>
    public Input<double> Most { get; init; } = 0;

    /// <summary>Whole hours without which the metric must not be; null: it may be nothing for ever.</summary>
    public int? HoursOfSilence { get; init; }
}
