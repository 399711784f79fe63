using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using JsonValues;
using Lake.Counting;
using Lake.DuckDb;
using Local.Redshift;
using Workflow;
using ExecutionStatus = StatesLanguage.ExecutionStatus;

namespace Local.Cli;

/// <summary><c>warehouse</c>: shows what was loaded, or asks; <c>load</c> loads the lake's new files.</summary>
internal static class WarehouseCommand
{
    // Firehose never delivered anything before it.
    private const string Everything = "1970-01-01";

    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var sql = new Argument<string?>("sql")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "A statement in Redshift's SQL. Without it, the command shows what was loaded.",
        };
        var command = new Command("warehouse", "Shows what was loaded into the warehouse, or runs SQL on it; --output is table (or text), csv or json.")
        {
            sql, Load(common, terminal),
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal, OutputFormat.Csv, OutputFormat.Table);
            await using var stage = common.OpenExistingStage(parsed);
            if (parsed.GetValue(sql) is { } question)
            {
                await AskAsync(stage.Warehouse, question, parsed.GetValue(common.Output), terminal, cancellation);
            }
            else
            {
                var result = new WarehouseResult(await LoadedTables.ReadAsync(stage.Warehouse, cancellation));
                output.Result(result, result.Print);
            }

            return 0;
        });

        return command;
    }

    private static Command Load(CommonOptions common, Terminal terminal)
    {
        var from = new Option<string?>("--from") { Description = "Loads only files that arrived on this day (UTC) or later, such as 2026-11-20. Default: all files of the lake." };
        var name = new Option<string?>("--name") { Description = "The execution's name. Default: a new one." };
        var faults = FaultsOption.Create();
        var command = new Command("load", "Loads the lake's new files: runs one execution of the state machine WarehouseLoad to its end.") { from, name, faults };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            await using var stage = common.OpenExistingStage(parsed, parsed.GetValue(faults));
            var input = JsonObject.Of(("from", parsed.GetValue(from) ?? Everything)).ToString();
            var execution = await StartCommand.RunAsync(
                stage, ProductMachine.WarehouseLoad, definitionFile: null, parsed.GetValue(name), input, output, cancellation);
            if (execution.Status != ExecutionStatus.Succeeded)
            {
                var failed = ExecutionResult.Of(execution);
                output.Result(failed, failed.Print);
                return 1;
            }

            var loaded = JsonSerializer.Deserialize(execution.Output!, CliJson.Default.LoadOutput)!;
            var result = new WarehouseResult(await LoadedTables.ReadAsync(stage.Warehouse, cancellation)) { Loaded = loaded.Tables };
            output.Result(result, result.Print);
            return 0;
        });

        return command;
    }

    private static async Task AskAsync(Warehouse warehouse, string sql, OutputFormat format, Terminal terminal, CancellationToken cancellation)
    {
        var (statement, answer) = await WarehouseAnswer.AskAsync(warehouse, sql, cancellation);
        if (answer is null)
        {
            var changed = new StatementResult(statement.Id, statement.Parts[0].ResultRows);
            (terminal with { IsJson = format == OutputFormat.Json }).Result(
                changed, output => output.WriteLine($"Done; {Counts.Things(changed.Rows, "row")}."));
            return;
        }

        AnswerText.Write(
            [.. answer.Columns.Select(column => new DuckDbColumn(column.Name, new(TypeName(column.Type), [], [])))],
            answer.Rows,
            format,
            terminal.IsInteractive ? terminal.Output : terminal.Screen);
    }

    private static string TypeName(string type) => type switch
    {
        "int8" => "bigint",
        "int4" => "integer",
        "int2" => "smallint",
        "float8" or "float4" => "double",
        "numeric" => "decimal",
        "bool" => "boolean",
        _ => "varchar",
    };
}

/// <param name="Tables">The tables in the output of the state machine WarehouseLoad.</param>
internal sealed record LoadOutput(IReadOnlyList<LoadOutput.Table> Tables)
{
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720", Justification = "It is the output's name.")]
    internal sealed record Table(string Name, long FileSets, long Files, long Bytes)
    {
        [System.Text.Json.Serialization.JsonPropertyName("table")]
        public string Name { get; } = Name;
    }
}

/// <param name="Rows">The number of rows that were written or changed.</param>
internal sealed record StatementResult(string Id, long Rows);

/// <param name="Tables">The sums of all loads.</param>
internal sealed record WarehouseResult(IReadOnlyList<LoadedTable> Tables)
{
    /// <summary>The files and rows of this load; null when nothing was loaded.</summary>
    public IReadOnlyList<LoadOutput.Table>? Loaded { get; init; }

    public void Print(TextWriter output)
    {
        if (Loaded is { } loaded)
        {
            output.WriteLine(loaded.Sum(table => table.Files) == 0
                ? "The lake has no file that is not in the warehouse."
                : $"Loaded {Counts.Things(loaded.Sum(table => table.Files), "file")}, {Counts.Things(loaded.Sum(table => table.Bytes), "byte")}, in {Counts.Things(loaded.Sum(table => table.FileSets), "file set")}.");
        }

        if (Tables.Count == 0)
        {
            output.WriteLine("The warehouse is empty: 'warehouse load' loads the lake into it.");
        }

        foreach (var table in Tables)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Table,-12} {table.Rows,12:N0} of {Counts.Things(table.RowsRead, "row")} read from {Counts.Things(table.Files, "file")}; {table.RowsWithoutId:N0} without an id left out; last loaded {table.LastLoadedAt:yyyy-MM-dd HH:mm:ss} UTC"));
        }
    }
}
