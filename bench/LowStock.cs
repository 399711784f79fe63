using System.Globalization;
using Local.Names;
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
        var (lookback, transit) = ($"{LocalNames.LookbackDays}", $"{LocalNames.TransitDays}");

        return [day, lookback, day, day, day, lookback, transit, transit];
    }
}
