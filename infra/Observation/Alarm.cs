using Pulumi;

namespace Infra.Observation;

/// <summary>The most that a metric may be before somebody is told; or how long it may be nothing.</summary>
/// <param name="Meaning">The text that says what the alarm means and what to do.</param>
internal sealed record Alarm(string Name, Metric Metric, string Meaning)
{
    /// <summary>The greatest value without an alarm, in the metric's own unit.</summary>
    public Input<double> Most { get; init; } = 0;

    /// <summary>Whole hours without which the metric must not be; null: it may be nothing for ever.</summary>
    public int? HoursOfSilence { get; init; }
}
