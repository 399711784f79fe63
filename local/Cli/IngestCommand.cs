using System.CommandLine;
using Commands;
using Lake.Counting;
using Lake.Import;
using Lake.Reference;
using Local.Report;
using Local.Services;
using Workflow;
using Workflow.Reference;

namespace Local.Cli;

/// <summary><c>ingest FILE…|-</c>: readings into the lake, in the user's own form, or reference data.</summary>
internal static class IngestCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var import = new ImportOptions("keeps nothing");
        import.Files.Description += " With --table: reference data, as .csv or .jsonl.";
        string[] tables = [.. WorkflowFiles.Tables.Where(one => one.Partitions.Count == 0).Select(one => one.Name)];
        var table = new Option<string?>("--table") { Description = $"Replaces this reference data: {string.Join(", ", tables)}. Without it, the files are readings." };
        table.AcceptOnlyFromAmong(tables);
        var command = new Command("ingest", "Takes readings into the lake; readings that cannot be taken go to errors/ with their place and reason.") { table };
        import.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(table) is not null && import.FirstGiven(result) is { } option)
            {
                result.AddError($"{option} is for readings, and --table replaces reference data by a file as it is. Leave out one of them.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            var paths = parsed.GetRequiredValue(import.Files);
            if (parsed.GetValue(table) is { } name)
            {
                await using var reference = common.OpenStage(parsed);
                return Load(reference, name, paths, output, cancellation);
            }

            var map = import.Map(parsed);
            await using var stage = common.OpenStage(parsed);
            var taken = new List<ImportCounts>();
            try
            {
                await TakeAsync(stage, paths, map, import.IsDryRun(parsed), taken, terminal, cancellation);
            }
            finally
            {
                // When a later file cannot be taken, those before it are in the lake all the same.
                if (taken.Count > 0)
                {
                    var counts = ImportCounts.Sum(taken);
                    output.Result(counts, text => Print(counts, text));
                }
            }

            return import.ExitCode(parsed, ImportCounts.Sum(taken));
        });

        return command;
    }

    private static async Task TakeAsync(
        Stage stage, string[] paths, ColumnMap map, bool isDryRun, List<ImportCounts> taken, Terminal terminal, CancellationToken cancellation)
    {
        using var scratch = isDryRun ? new ScratchLake(Path.Combine(stage.Lake.TemporaryFolder, Path.GetRandomFileName())) : null;
        var import = new ReadingImport(
            scratch?.Lake ?? stage.Lake,
            scratch?.Stream(ReadingImport.Readings) ?? stage.Stream(ReadingImport.Readings.Name),
            map,
            stage.ReferenceFile,
            () => terminal.Input,
            stage.Clock);
        foreach (var path in paths)
        {
            var counts = await import.TakeAsync(path, cancellation);
            taken.Add(isDryRun ? counts with { IsDryRun = true, Objects = [] } : counts);
        }
    }

    private static void Print(ImportCounts counts, TextWriter output) => counts.Print(
        output,
        counts.IsDryRun ? "would be written as Parquet" : "written as Parquet",
        counts.IsDryRun ? "Nothing was kept." : "",
        RefusalWords.NameThem);

    private static int Load(Stage stage, string table, string[] paths, Terminal output, CancellationToken cancellation)
    {
        if (paths is not [var path])
        {
            throw new UsageException($"--table {table}: reference data comes from one file, and replaces what was there.");
        }

        var format = FormatOf(path);
        using var content = Open(path);
        var rows = stage.Reference(table).Load(content, format);
        var places = new UnknownPlaces(stage.Lake, stage.ReferenceFile);
        var loaded = new LoadResult(
            table,
            rows,
            table is "stores" or "depots" ? places.DepotsOfStores(cancellation) : [],
            table == "distances" ? places.EndsOfWays(cancellation) : []);
        output.Result(loaded, loaded.Print);
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
}

/// <param name="UnknownDepots">Depots that the table of stores names and that of depots does not have, each with its number of stores.</param>
/// <param name="UnknownPlaces">Places that the table of distances names and neither stores nor depots has, each with its number of ways.</param>
internal sealed record LoadResult(string Table, int Rows, IReadOnlyList<NamedCount> UnknownDepots, IReadOnlyList<NamedCount> UnknownPlaces)
{
    public void Print(TextWriter output)
    {
        output.WriteLine($"The table {Table} has {Counts.Things(Rows, "row")} now.");
        if (UnknownDepots.Count > 0)
        {
            output.WriteLine(
                $"Depots that the table depots does not have, with the number of their stores: {Counts.Names(UnknownDepots)}. "
                + $"Nothing is ordered for these stores. {RefusalWords.NameThem("depots")}");
        }

        if (UnknownPlaces.Count > 0)
        {
            output.WriteLine(
                $"Places that neither the table stores nor the table depots has, with the number of their ways: {Counts.Names(UnknownPlaces)}. "
                + "No truck drives there, so these ways are not used.");
        }
    }
}
