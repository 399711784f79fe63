using System.Runtime.InteropServices;
using System.Text.Json;
using Lake.Athena;
using Local.Names;
using Workflow;

namespace Local.Athena;

/// <summary>
/// A process that runs one query after the other for <see cref="QueryProcesses"/>, so that a query that takes too much can be
/// ended with its process. A line of input is a <see cref="QueryTask"/>, an empty one stops what runs; a line of output is the
/// query as it ended. The end of the input ends the process at once.
/// </summary>
internal static class QueryWorker
{
    /// <summary>The program's argument that makes it such a process.</summary>
    public const string Argument = "query-worker";

    /// <summary>The lake of the product, as its queries see it.</summary>
    public static AthenaOptions Options(Dictionary<string, long> scanLimits) =>
        new(LocalNames.LakeBucket, LocalNames.Database, WorkflowFiles.Tables) { ScanLimits = scanLimits };

    public static async Task RunAsync(TextReader input, TextWriter output)
    {
        // Ctrl+C reaches all processes of a terminal: the one that serves ends this one.
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        CancellationTokenSource? stop = null;
        while (await input.ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                // What has ended in the meantime hears nothing.
                stop?.Cancel();
                continue;
            }

            var task = JsonSerializer.Deserialize(line, QueryJson.Lines.QueryTask)!;
            stop = new();
            var cancellation = stop.Token;
            _ = Task.Run(() =>
            {
                output.WriteLine(JsonSerializer.Serialize(End(task, cancellation), QueryJson.Lines.QueryExecution));
                output.Flush();
            });
        }

        // A query that hears nothing does not end otherwise.
        Environment.Exit(0);
    }

    private static QueryExecution End(QueryTask task, CancellationToken cancellation)
    {
        try
        {
            return AthenaEngine.Run(
                new(task.DataFolder, task.TemporaryFolder), Options(task.ScanLimits), task.Query, TimeProvider.System, cancellation);
        }
        catch (AthenaException refusal)
        {
            // What was there when the query was taken, such as the bucket of its result, is gone.
            return task.Query.Failed(AthenaError.Internal(refusal), TimeProvider.System.GetUtcNow());
        }
    }
}
