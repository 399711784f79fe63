using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Lake.Athena;
using Lake.S3;

namespace Local.Athena;

/// <summary>How to start a process of <see cref="QueryWorker"/>, and what it may take.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">The program's arguments.</param>
internal sealed record QueryProcessOptions(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The memory of a process, in bytes, with which it is ended: what DuckDB may use, and the runtime, and some values in between.</summary>
    public long MostBytes { get; init; } = 2L << 30;

    /// <summary>How long a query that was stopped may take to end.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>This very program.</summary>
    /// <param name="assembly">The path of the program's assembly.</param>
    public static QueryProcessOptions Of(string assembly) => Path.GetFileNameWithoutExtension(Environment.ProcessPath) switch
    {
        "dotnet" => new(Environment.ProcessPath!, [assembly, QueryWorker.Argument]),
        var name when name == Path.GetFileNameWithoutExtension(assembly) => new(Environment.ProcessPath!, [QueryWorker.Argument]),
        _ => new("dotnet", [assembly, QueryWorker.Argument]),
    };
}

/// <summary>
/// Runs queries in processes of their own. One that takes more memory than it may, or does not end when it is stopped, is ended
/// with its process, and what it wrote is removed; other queries and the stage go on. Thread-safe.
/// </summary>
internal sealed class QueryProcesses(
    QueryProcessOptions options, S3Folder lake, string dataFolder, Dictionary<string, long> scanLimits, TimeProvider clock) : IQueryRunner, IAsyncDisposable
{
    private readonly ConcurrentBag<Worker> idle = [];

    public async Task<QueryExecution> RunAsync(QueryExecution query, CancellationToken cancellation)
    {
        Worker? worker = null;
        try
        {
            worker = idle.TryTake(out var waiting) && waiting.IsAlive ? waiting : Worker.Start(options, lake.TemporaryFolder);
            var ended = await worker.RunAsync(new(dataFolder, worker.TemporaryFolder, scanLimits, query), cancellation);
            if (ended is not null && worker.IsSmall)
            {
                idle.Add(worker);
                worker = null;
            }

            if (ended is not null)
            {
                return ended;
            }

            cancellation.ThrowIfCancellationRequested();
            return worker!.IsOverLimit
                ? query.Failed(AthenaError.MemoryLimit(options.MostBytes), clock.GetUtcNow())
                : query.Interrupted(clock.GetUtcNow());
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            return query.Failed(AthenaError.Internal(error), clock.GetUtcNow());
        }
        finally
        {
            if (worker is not null)
            {
                await worker.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (idle.TryTake(out var worker))
        {
            await worker.DisposeAsync();
        }
    }

    private sealed class Worker : IAsyncDisposable
    {
        private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

        private readonly QueryProcessOptions options;
        private readonly Process process;

        private Worker(QueryProcessOptions options, Process process, string temporaryFolder) =>
            (this.options, this.process, TemporaryFolder) = (options, process, temporaryFolder);

        public string TemporaryFolder { get; }

        public bool IsAlive => !process.HasExited;

        /// <summary>Whether it was ended for its memory.</summary>
        public bool IsOverLimit { get; private set; }

        /// <summary>Whether the next query has nearly all of the memory before it.</summary>
        public bool IsSmall => Memory < options.MostBytes / 8;

        private long Memory
        {
            get
            {
                try
                {
                    process.Refresh();
                    return process.WorkingSet64;
                }
                catch (InvalidOperationException)
                {
                    // It has exited, and takes none.
                    return 0;
                }
            }
        }

        /// <exception cref="Win32Exception">The program cannot be started.</exception>
        public static Worker Start(QueryProcessOptions options, string folder)
        {
            var process = Process.Start(new ProcessStartInfo(options.Program, options.Arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            return new(options, process, Path.Combine(folder, $"query-{process.Id}"));
        }

        /// <returns>The query as it ended; null: the process ended before it.</returns>
        public async Task<QueryExecution?> RunAsync(QueryTask task, CancellationToken cancellation)
        {
            await SayAsync(JsonSerializer.Serialize(task, QueryJson.Lines.QueryTask));
            var answer = process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask();
            long? stopped = null;
            using var timer = new PeriodicTimer(Look, TimeProvider.System);
            while (!answer.IsCompleted)
            {
                await Task.WhenAny(answer, timer.WaitForNextTickAsync(CancellationToken.None).AsTask());
                if (cancellation.IsCancellationRequested && stopped is null)
                {
                    stopped = TimeProvider.System.GetTimestamp();
                    await SayAsync("");
                }

                if (Memory > options.MostBytes)
                {
                    IsOverLimit = true;
                    process.Kill();
                }
                else if (stopped is { } since && TimeProvider.System.GetElapsedTime(since) >= options.StopGrace)
                {
                    process.Kill();
                }
            }

            return await answer is { } line ? JsonSerializer.Deserialize(line, QueryJson.Lines.QueryExecution) : null;
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            if (Directory.Exists(TemporaryFolder))
            {
                Directory.Delete(TemporaryFolder, recursive: true);
            }
        }

        private async Task SayAsync(string line)
        {
            await process.StandardInput.WriteLineAsync(line);
            await process.StandardInput.FlushAsync();
        }
    }
}
