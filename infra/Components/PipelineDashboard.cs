using System.Text.Json;
using Infra.Observation;
using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Infra.Components;

/// <summary>The pipeline from left to right, as the data flows: what passes above, what goes wrong below.</summary>
internal sealed class PipelineDashboard : Component
{
    // CloudWatch's grid is 24 wide.
    private const int Width = 4;
    private const int GraphHeight = 6;
    private const int TitleHeight = 1;

    private readonly string region;

    public PipelineDashboard(IReadOnlyList<DashboardColumn> columns, Scope scope, Resource parent)
        : base("PipelineDashboard", "dashboard-view", new() { Parent = parent })
    {
        region = scope.Account.Region;
        var dashboard = new Dashboard("dashboard", new()
        {
            DashboardName = scope.Names.Prefix,
            DashboardBody = Output.All(columns.Select(Widgets))
                .Apply(widgets => JsonSerializer.Serialize(new { widgets = widgets.SelectMany(column => column) })),
        }, Child);
        Link = dashboard.DashboardName.Apply(name =>
            scope.Account.Console($"cloudwatch/home?region={region}#dashboards/dashboard/{name}"));

        RegisterOutputs();
    }

    /// <summary>The dashboard's address in the console.</summary>
    public Output<string> Link { get; }

    private Output<object[]> Widgets(DashboardColumn column, int index) =>
        Output.Tuple(Lines(column.Flow), Lines(column.Trouble)).Apply(lines => new[]
        {
            Title(column.Title, index * Width),
            Graph("Flow", index * Width, TitleHeight, lines.Item1),
            Graph("Trouble", index * Width, TitleHeight + GraphHeight, lines.Item2),
        });

    private static object Title(string title, int x) => new
    {
        type = "text",
        x,
        y = 0,
        width = Width,
        height = TitleHeight,
        properties = new { markdown = $"## {title}" },
    };

    private object Graph(string title, int x, int y, IEnumerable<object[]> metrics) => new
    {
        type = "metric",
        x,
        y,
        width = Width,
        height = GraphHeight,
        properties = new { title, metrics, region, period = 300, view = "timeSeries" },
    };

    private static Output<object[][]> Lines(IEnumerable<Metric> metrics) =>
        Output.All(metrics.Select(Line)).Apply(lines => lines.ToArray());

    private static Output<object[]> Line(Metric metric) => metric.Resource.Apply(resource =>
        new object[] { metric.Namespace, metric.Name, metric.Dimension, resource, new { stat = metric.Statistic } });
}
