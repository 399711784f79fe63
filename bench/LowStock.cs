using System.Globalization;
using Workflow;

namespace Bench;

/// <summary>The question that an execution asks.</summary>
internal static class LowStock
{
    public static string Question { get; } = WorkflowFiles.Read(WorkflowFiles.LowStock);

    /// <summary>The literals for its <c>?</c>, as FindLowStock gives them.</summary>
    public static IReadOnlyList<string> ParametersOf(DateTimeOffset asOf)
    {
        var day = asOf.ToString("\\'yyyy-MM-dd\\'", CultureInfo.InvariantCulture);
        var (lookback, transit) = ($"{PipelineFacts.LookbackDays}", $"{PipelineFacts.TransitDays}");

        return [day, lookback, day, day, day, lookback, transit, transit];
    }
}
