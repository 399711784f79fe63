using Pulumi;

namespace Infra;

/// <summary>A number that AWS measures of one resource, and the most that it may be before somebody is told.</summary>
/// <param name="Name">Of the alarm.</param>
/// <param name="Meaning">What it means that the alarm rings, and what to do.</param>
/// <param name="Dimension">By what the service tells its resources apart.</param>
internal sealed record Metric(
    string Name, string Meaning, string Namespace, string MetricName, string Dimension, Input<string> Resource, string Statistic, double Most = 0)
{
    /// <summary>Over which the statistic is taken.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
}
