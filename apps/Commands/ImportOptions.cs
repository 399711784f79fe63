using System.CommandLine;
using System.CommandLine.Parsing;
using Lake.Import;

namespace Commands;

/// <summary>What a command that takes files of readings can be told about them.</summary>
public sealed class ImportOptions
{
    private readonly Option<string[]> map = new("--map")
    {
        Description = "COLUMN=EXPRESSION computes a column by SQL over the file's columns: on_hand=qty, \"unit_volume_l=ml::double / 1000\".",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> dryRun;

    private readonly Option<bool> strict = new("--strict")
    {
        Description = "Ends with exit code 1 when any reading was refused, not only when all were.",
    };

    /// <param name="dryRun">What a dry run does besides saying what would happen, such as <c>keeps nothing</c>.</param>
    public ImportOptions(string dryRun) =>
        this.dryRun = new("--dry-run") { Description = $"Says what would happen to the files and {dryRun}." };

    /// <summary>The files, one or more.</summary>
    public Argument<string[]> Files { get; } = new("file")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Readings as JSON Lines, a JSON array, CSV or Parquet, also compressed with gzip ('-' is standard input).",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Files);
        command.Options.Add(map);
        command.Options.Add(dryRun);
        command.Options.Add(strict);
    }

    /// <exception cref="Lake.Firehose.IngestException">A part of the map cannot be.</exception>
    public ColumnMap Map(ParseResult parsed) => ColumnMap.Parse(parsed.GetRequiredValue(map), ReadingImport.Readings);

    public bool IsDryRun(ParseResult parsed) => IsDryRun(parsed.CommandResult);

    public bool IsDryRun(CommandResult command) => command.GetValue(dryRun);

    /// <returns>0, or 1 when nothing was taken or, strictly, when any reading was refused.</returns>
    public int ExitCode(ParseResult parsed, ImportCounts counts) =>
        counts.Written == 0 || (parsed.GetValue(strict) && counts.Refused > 0) ? 1 : 0;

    /// <returns>The name of one of the options that the command line gives; null: it gives none.</returns>
    public string? FirstGiven(CommandResult command) =>
        new Option[] { map, dryRun, strict }.FirstOrDefault(option => command.GetResult(option) is { Implicit: false })?.Name;
}
