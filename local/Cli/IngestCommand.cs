using System.CommandLine;
using Lake.Reference;

namespace Local.Cli;

/// <summary><c>ingest FILE|-</c>: readings into the lake as the delivery stream takes them, or reference data.</summary>
internal static class IngestCommand
{
    private const string StandardInput = "-";

    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "Readings as JSON Lines ('-': standard input), or reference data as .csv or .jsonl." };
        var table = new Option<string?>("--table") { Description = "stores or depots: replaces that reference data. Left out: readings." };
        table.AcceptOnlyFromAmong("stores", "depots");
        var command = new Command("ingest", "Takes readings (JSON Lines) into the lake; what cannot be taken goes to errors/ with line and reason.")
        {
            file,
            table,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            var path = parsed.GetRequiredValue(file);
            await using var content = path == StandardInput ? terminal.Input : Open(path);
            await using var stage = common.OpenStage(parsed);
            if (parsed.GetValue(table) is { } name)
            {
                var loaded = new LoadResult(name, stage.Reference(name).Load(content, FormatOf(path)));
                output.Result(loaded, text => text.WriteLine($"{loaded.Rows} rows are the {name} now."));
                return 0;
            }

            var counts = IngestCounts.Of(stage.Stream("inventory").Ingest(content, stage.Clock.GetUtcNow(), cancellation));
            output.Result(counts, counts.Print);
            return 0;
        });

        return command;
    }

    private static FileStream Open(string path) => Directory.Exists(path)
        ? throw new UsageException($"{path}: this is a folder. Name one file, or send several with: cat FILES | … ingest -")
        : File.OpenRead(path);

    private static ReferenceFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => ReferenceFormat.Csv,
        ".jsonl" => ReferenceFormat.JsonLines,
        _ => throw new UsageException($"{path}: reference data comes from a file that ends in .csv or .jsonl."),
    };
}

internal sealed record LoadResult(string Table, int Rows);
