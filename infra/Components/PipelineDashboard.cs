using System.Text.Json;
using System.Text.Json.Serialization;
using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Infra.Components;

/// <summary>The pipeline from left to right, as the data flows; what comes in above, what goes wrong below.</summary>
internal sealed class PipelineDashboard : Component
{
    // CloudWatch's grid is 24 wide.
    private const int Width = 4, Height = 6, Title = 1;

    private static readonly JsonSerializerOptions Compact = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public PipelineDashboard(IReadOnlyList<DashboardColumn> columns, Scope scope, Resource parent)
        : base("PipelineDashboard", "dashboard-view", new() { Parent = parent })
    {
        Dashboard = new Dashboard("dashboard", new()
        {
            DashboardName = scope.Names.Prefix,
            DashboardBody = Output.All(columns.Select((column, index) => Widgets(column, index * Width, scope)))
                .Apply(widgets => JsonSerializer.Serialize(new { widgets = widgets.SelectMany(each => each) }, Compact)),
        }, Child);
        Link = Dashboard.DashboardName.Apply(name =>
            scope.Account.Console($"cloudwatch/home?region={scope.Account.Region}#dashboards/dashboard/{name}"));

        RegisterOutputs();
    }

    public Dashboard Dashboard { get; }

    public Output<string> Link { get; }

    private static Output<object[]> Widgets(DashboardColumn column, int x, Scope scope) =>
        Output.Tuple(Lines(column.Flow), Lines(column.Trouble)).Apply(lines => new object[]
        {
            new { type = "text", x, y = 0, width = Width, height = Title, properties = new { markdown = $"## {column.Title}" } },
            Graph("Flow", x, Title, lines.Item1, scope),
            Graph("Trouble", x, Title + Height, lines.Item2, scope),
        });

    private static object Graph(string title, int x, int y, string[][] metrics, Scope scope) => new
    {
        type = "metric",
        x,
        y,
        width = Width,
        height = Height,
        properties = new { title, metrics, region = scope.Account.Region, stat = "Sum", period = 300, view = "timeSeries" },
    };

    private static Output<string[][]> Lines(IEnumerable<DashboardLine> lines) =>
        Output.All(lines.Select(line => line.Resource.Apply(resource => new[] { line.Namespace, line.Metric, line.Dimension, resource })))
            .Apply(each => each.ToArray());
}

/// <param name="Flow">What shows that data passes.</param>
/// <param name="Trouble">What should stay at nothing.</param>
internal sealed record DashboardColumn(string Title, IReadOnlyList<DashboardLine> Flow, IReadOnlyList<DashboardLine> Trouble);

internal sealed record DashboardLine(string Namespace, string Metric, string Dimension, Output<string> Resource);
