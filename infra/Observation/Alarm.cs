namespace Infra.Observation;

/// <summary>The most that a metric may be before somebody is told.</summary>
/// <param name="Meaning">What it means that the alarm rings, and what to do.</param>
internal sealed record Alarm(string Name, Metric Metric, Statistic Statistic, string Meaning, double Most = 0);

/// <summary>What stands for the five minutes over which an alarm looks.</summary>
internal enum Statistic
{
    Sum,
    Maximum,
}
