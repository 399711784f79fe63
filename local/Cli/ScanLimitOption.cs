using System.CommandLine;
using Workflow;

namespace Local.Cli;

/// <summary><c>--scan-limit-mb</c>: what the setting <c>scanLimitMb</c> is on AWS.</summary>
internal static class ScanLimitOption
{
    public static Option<int> Create() => NumberOption.Create(
        "--scan-limit-mb",
        "MiB that one query of an execution may read before it is cancelled; 0: no limit.",
        PipelineFacts.ScanLimitMb,
        least: 0,
        most: int.MaxValue);
}
