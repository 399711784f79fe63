namespace Infra.Observation;

/// <summary>One step of the pipeline on the dashboard.</summary>
/// <param name="Flow">The metrics that show that data passes.</param>
/// <param name="Trouble">The metrics that should stay at zero.</param>
internal sealed record DashboardColumn(string Title, IReadOnlyList<Metric> Flow, IReadOnlyList<Metric> Trouble);
