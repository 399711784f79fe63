using Pulumi;

namespace Infra.Observation;

/// <summary>The most that a metric may be before somebody is told.</summary>
/// <param name="Meaning">What it means that the alarm rings, and what to do.</param>
internal sealed record Alarm(string Name, Metric Metric, string Meaning)
{
    /// <summary>In the metric's own unit.</summary>
    public Input<double> Most { get; init; } = 0;
}
