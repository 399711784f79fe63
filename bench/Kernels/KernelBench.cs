using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Bench.Kernels;

/// <summary>The inner parts by themselves, all in one table.</summary>
internal static class KernelBench
{
    /// <param name="options">BenchmarkDotNet's own; none: every kernel.</param>
    /// <returns>The exit code: 0 where every kernel was measured.</returns>
    public static int Run(string[] options)
    {
        // The kernels run in this process, because a second build of everything by BenchmarkDotNet would take longer than they do.
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsMutator())
            .AddLogger(ConsoleLogger.Default)
            .AddDiagnoser(new MemoryDiagnoser(new(displayGenColumns: false)))
            .AddColumn(TargetMethodColumn.Method, StatisticColumn.Median, StatisticColumn.StdDev, new RateColumn())
            .AddColumnProvider(DefaultColumnProviders.Metrics)
            .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared, MethodOrderPolicy.Declared))
            .WithOptions(ConfigOptions.JoinSummary);
        var summaries = BenchmarkSwitcher
            .FromTypes([typeof(ExpressionKernels), typeof(PlanningKernel), typeof(QueueKernels), typeof(LakeKernels)])
            .Run(options is [] ? ["--filter", "*"] : options, config)
            .ToList();

        return summaries.Count > 0 && summaries.TrueForAll(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
