using System.CommandLine;
using Lake.Import;
using Lake.Reference;
using Lake.S3;
using Local.Services;
using Workflow;
using Workflow.Reference;

namespace Local.Cli;

/// <summary><c>ingest FILE…|-</c>: readings into the lake, in the user's own form, or reference data.</summary>
internal static class IngestCommand
{
    private const string StandardInput = "-";
    private const string Readings = "inventory";

    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var files = new Argument<string[]>("file")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Readings as JSON Lines, a JSON array, CSV or Parquet, also compressed with gzip ('-' is standard input); or reference data as .csv or .jsonl.",
        };
        var table = new Option<string?>("--table") { Description = "Replaces this reference data: stores, depots, distances or price_list. Without it, the files are readings." };
        table.AcceptOnlyFromAmong("stores", "depots", "distances", "price_list");
        var map = new Option<string[]>("--map")
        {
            Description = "COLUMN=EXPRESSION computes a column by SQL over the file's columns: on_hand=qty, \"unit_volume_l=ml::double / 1000\".",
            DefaultValueFactory = _ => [],
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Says what would happen to the file and keeps nothing." };
        var strict = new Option<bool>("--strict") { Description = "Ends with exit code 1 when any reading was refused, not only when all were." };
        var command = new Command("ingest", "Takes readings into the lake; readings that cannot be taken go to errors/ with their place and reason.")
        {
            files,
            table,
            map,
            dryRun,
            strict,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            var paths = parsed.GetRequiredValue(files);
            if (parsed.GetValue(table) is { } name)
            {
                await using var reference = common.OpenStage(parsed);
                return Load(reference, name, paths, terminal, output);
            }

            var columns = ColumnMap.Parse(parsed.GetRequiredValue(map), WorkflowFiles.Tables.Single(one => one.Name == Readings));
            await using var stage = common.OpenStage(parsed);
            var import = new Import(stage, columns, parsed.GetValue(dryRun), terminal);
            var taken = new List<ImportCounts>();
            foreach (var path in paths)
            {
                taken.Add(await import.TakeAsync(path, cancellation));
            }

            var counts = ImportCounts.Sum(taken);
            output.Result(counts, counts.Print);
            return counts.Written == 0 || (parsed.GetValue(strict) && counts.Refused > 0) ? 1 : 0;
        });

        return command;
    }

    private static int Load(Stage stage, string table, string[] paths, Terminal terminal, Terminal output)
    {
        if (paths is not [var path])
        {
            throw new UsageException($"--table {table}: reference data comes from one file, and replaces what was there.");
        }

        using var content = path == StandardInput ? terminal.Input : Open(path);
        var loaded = new LoadResult(table, stage.Reference(table).Load(content, FormatOf(path)));
        output.Result(loaded, text => text.WriteLine($"{loaded.Rows} rows are the {table.Replace('_', ' ')} now."));
        return 0;
    }

    private static FileStream Open(string path) => Directory.Exists(path)
        ? throw new UsageException($"{path}: this is a folder. Name the files in it, such as {path.TrimEnd('/')}/*.")
        : File.OpenRead(path);

    private static ReferenceFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => ReferenceFormat.Csv,
        ".jsonl" => ReferenceFormat.JsonLines,
        _ => throw new UsageException($"{path}: reference data comes from a file that ends in .csv or .jsonl."),
    };

    private sealed class Import(Stage stage, ColumnMap map, bool isDryRun, Terminal terminal)
    {
        private const int SpoolBuffer = 64 * 1024;

        private readonly ReadingFile file = new(
            WorkflowFiles.Tables.Single(table => table.Name == Readings), map, stage.Lake.TemporaryFolder);

        public async Task<ImportCounts> TakeAsync(string path, CancellationToken cancellation)
        {
            if (path != StandardInput)
            {
                Open(path).Dispose();
                return Take(path, path, cancellation);
            }

            // The beginning of a file shows its form, and DuckDB reads only files.
            Directory.CreateDirectory(stage.Lake.TemporaryFolder);
            var spooled = Path.Combine(stage.Lake.TemporaryFolder, Path.GetRandomFileName());
            try
            {
                await SpoolAsync(spooled, cancellation);
                return Take(spooled, "standard input", cancellation);
            }
            finally
            {
                File.Delete(spooled);
            }
        }

        // A read of a terminal or a pipe does not end when it is called off: it is left, and nobody looks at what it brings.
        private async Task SpoolAsync(string path, CancellationToken cancellation)
        {
            await using var copy = File.Create(path);
            var buffer = new byte[SpoolBuffer];
            while (await terminal.Input.ReadAsync(buffer, cancellation).AsTask().WaitAsync(cancellation) is var read and > 0)
            {
                await copy.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }

        private ImportCounts Take(string path, string name, CancellationToken cancellation)
        {
            var (lines, unit) = file.Open(path, name, cancellation);
            using (lines)
            {
                var result = stage.Stream(Readings).Import(lines, name, stage.Clock.GetUtcNow(), isDryRun, cancellation);
                var written = result.Objects.Select(item => item.Uri).Where(uri => uri.Key.StartsWith($"{Readings}/", StringComparison.Ordinal));
                return ImportCounts.Of(name, unit, result, UnknownIn([.. written], cancellation), isDryRun);
            }
        }

        private IReadOnlyList<UnknownStore> UnknownIn(IReadOnlyList<S3Uri> written, CancellationToken cancellation) =>
            new UnknownStores(stage.Lake).In(written, stage.Reference("stores").Uri, cancellation);
    }
}

internal sealed record LoadResult(string Table, int Rows);
