using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Lake.Athena;
using Lake.Parquet;
using Lake.S3;
using Local.Athena;
using Local.Names;
using Local.Report;
using Local.Services;
using Local.Storage;

namespace Local.Cli;

/// <summary><c>query</c>: asks the lake as the console's query box does, and gives the answer as text or as a file.</summary>
internal static partial class QueryCommand
{
    private const string UnloadStart = "UNLOAD (";

    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var sql = new Argument<string>("sql")
        {
            Description = "A query in Athena's SQL: SELECT, WITH, VALUES, SHOW TABLES, DESCRIBE stores. It reads, and changes nothing.",
        };
        var file = new Option<string?>("--file") { Description = "The file for the answer. Without --output its ending gives the form: .csv, .json or .parquet." };
        var scanLimit = ScanLimitOption.Create();
        var command = new Command("query", "Runs SQL on the lake; --output is table (or text), csv, json or parquet.") { sql, file, scanLimit };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetValue(file);
            var format = FormatOf(common, parsed, path);
            common.Apply(parsed, terminal, OutputFormat.Csv, OutputFormat.Parquet, OutputFormat.Table);
            if (path is not null)
            {
                OutputFile.RequireFolder(path);
            }
            else if (format == OutputFormat.Parquet)
            {
                throw new UsageException("--output parquet needs a file: name one with --file FILE.parquet.");
            }

            await using var stage = common.OpenExistingStage(parsed, scanLimitMb: parsed.GetValue(scanLimit));
            var question = parsed.GetRequiredValue(sql);
            var kind = Question.Kind(question);
            if (kind == "UNLOAD")
            {
                throw new UsageException("A query reads, and UNLOAD writes. Ask with SELECT, and name a file for the answer with --file.");
            }

            if (format == OutputFormat.Parquet && kind != "SELECT")
            {
                throw new UsageException($"--output parquet takes the answer of a SELECT; {kind} answers with lines of text.");
            }

            if (format == OutputFormat.Parquet)
            {
                await WriteParquetAsync(stage, question, path!, cancellation);
            }
            else
            {
                var query = await AskAsync(stage, question, cancellation);
                using var answer = new StreamReader(stage.Lake.OpenRead(S3Uri.Parse(query.OutputLocation)));
                if (path is null)
                {
                    // A program gets what is in the lake; on a screen control characters are written out.
                    AnswerText.Write(query, answer, format, terminal.IsInteractive ? terminal.Output : terminal.Screen);
                }
                else
                {
                    OutputFile.Write(path, text => AnswerText.Write(query, answer, format, text));
                }
            }

            if (path is not null)
            {
                await terminal.Error.WriteLineAsync($"The answer is in {path}.");
            }

            return 0;
        });

        return command;
    }

    private static OutputFormat FormatOf(CommonOptions common, ParseResult parsed, string? path) =>
        parsed.GetResult(common.Output) is { Implicit: false }
            ? parsed.GetValue(common.Output)
            : Path.GetExtension(path)?.ToLowerInvariant() switch
            {
                ".csv" => OutputFormat.Csv,
                ".json" => OutputFormat.Json,
                ".parquet" => OutputFormat.Parquet,
                _ => OutputFormat.Text,
            };

    private static async Task<QueryExecution> AskAsync(Stage stage, string sql, CancellationToken cancellation)
    {
        var started = await stage.Athena.StartAsync(new(sql, AthenaWorkGroup.Location) { Database = LocalNames.Database, WorkGroup = LocalNames.WorkGroup });
        var ended = await stage.Athena.WaitAsync(started.QueryExecutionId, cancellation);
        return ended.State == QueryState.Succeeded ? ended : throw new QueryException(ended.StateChangeReason ?? ended.State.Text());
    }

    private static async Task WriteParquetAsync(Stage stage, string question, string path, CancellationToken cancellation)
    {
        if (await UnloadAsync(stage, question, cancellation) is { } answer)
        {
            File.Copy(stage.Lake.PathOf(answer), path + AtomicFile.Unfinished, overwrite: true);
        }
        else
        {
            // Athena unloads no file where there is no row: one row of nothing tells the columns.
            var row = await UnloadAsync(
                stage, $"SELECT answer.* FROM (SELECT 1) AS one (place) LEFT JOIN (\n{question.Trim().TrimEnd(';')}\n) AS answer ON true", cancellation);
            File.Move(EmptyParquet.Like(stage.Lake, row!.Value), path + AtomicFile.Unfinished, overwrite: true);
        }

        File.Move(path + AtomicFile.Unfinished, path, overwrite: true);
    }

    /// <returns>The object in the lake that has the answer; null: it has no rows.</returns>
    private static async Task<S3Uri?> UnloadAsync(Stage stage, string sql, CancellationToken cancellation)
    {
        var target = $"{AthenaWorkGroup.Location}parquet/{Ids.Random()}/";
        var unload = $"{UnloadStart}{sql.Trim().TrimEnd(';')}\n) TO '{target}' WITH (format = 'PARQUET', compression = 'SNAPPY')";
        try
        {
            await AskAsync(stage, unload, cancellation);
        }
        catch (QueryException error)
        {
            // The place as it is in what was typed.
            throw new QueryException(FirstLine().Replace(
                error.Message, column => $"{int.Parse(column.Value, CultureInfo.InvariantCulture) - UnloadStart.Length}"));
        }

        return stage.Lake.List(S3Uri.Parse(target)) is [var only] ? only.Uri : null;
    }

    [GeneratedRegex(@"(?<=line 1:)\d+")]
    private static partial Regex FirstLine();
}
