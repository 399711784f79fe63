namespace Infra.Observation;

/// <summary>One step of the pipeline on the dashboard.</summary>
/// <param name="Flow">What shows that data passes.</param>
/// <param name="Trouble">What should stay at nothing.</param>
internal sealed record DashboardColumn(string Title, IReadOnlyList<Metric> Flow, IReadOnlyList<Metric> Trouble);
