using System.CommandLine;
using Amazon.Athena;
using Amazon.Athena.Model;
using Lake.Counting;

namespace StoreApp.Queries;

/// <summary><c>query</c>: runs the SQL of a file in the workgroup and prints its rows.</summary>
internal static class QueryCommand
{
    private static readonly Argument<string> File = new("file")
    {
        Description = "A file with one SQL statement; - is standard input.",
    };

    private static readonly Option<string[]> Parameters = new("--parameter", "-p")
    {
        Description = "The value of the next ? in the statement, as SQL writes it: 2, or \"'2026-11-20'\" for text.",
    };

    private static readonly Option<string> Workgroup = new("--workgroup")
    {
        Description = "The Athena workgroup (the stack's output workgroup).",
        Required = true,
    };

    private static readonly Option<string?> Database = new("--database")
    {
        Description = "The Glue database in which names without one are looked up (the stack's output database).",
    };

    private static readonly Option<RowFormat> Format = new("--output")
    {
        Description = "The form in which the rows are printed.",
        HelpName = "table|csv|json",
        DefaultValueFactory = _ => RowFormat.Table,
    };

    public static Command Create(ConnectionOptions connection, CommandEnvironment environment)
    {
        var command = new Command("query", "Runs the SQL of a file in Athena and prints its rows.")
        {
            File, Parameters, Workgroup, Database, Format,
        };
        command.Runs(async (arguments, cancellation) =>
        {
            using var athena = environment.Connect(connection.In(arguments)).Athena();
            var query = new AthenaQuery(athena, environment.Clock);
            var end = await query.RunAsync(await RequestAsync(arguments, environment, cancellation), cancellation);
            var console = arguments.InvocationConfiguration;
            if (end.Status.State != QueryExecutionState.SUCCEEDED)
            {
                await console.Error.WriteLineAsync($"{end.Status.State}: {end.Status.StateChangeReason}");
                return ExitCode.ExecutionFailed;
            }

            var rows = await query.RowsAsync(end, cancellation);
            await RowWriters.For(arguments.GetValue(Format), console.Output).WriteAsync(rows, cancellation);
            await console.Error.WriteLineAsync(
                $"{end.QueryExecutionId} scanned {Counts.Things(end.Statistics?.DataScannedInBytes ?? 0, "byte")}.");

            return ExitCode.Done;
        }, "Stopped. The query was ended, unless it had succeeded already.");

        return command;
    }

    private static async Task<StartQueryExecutionRequest> RequestAsync(
        ParseResult arguments, CommandEnvironment environment, CancellationToken cancellation)
    {
        var file = arguments.GetRequiredValue(File);
        using var reader = new StreamReader(file == "-" ? environment.StandardInput() : System.IO.File.OpenRead(file));

        return new()
        {
            QueryString = await reader.ReadToEndAsync(cancellation),
            ExecutionParameters = arguments.GetValue(Parameters) is { Length: > 0 } values ? [.. values] : null,
            WorkGroup = arguments.GetRequiredValue(Workgroup),
            QueryExecutionContext = arguments.GetValue(Database) is { } database ? new() { Database = database } : null,
        };
    }
}
