using System.Diagnostics;
using System.Text.Json;
using Lake.Athena;
using Lake.DuckDb;
using Local.Cli;
using Local.Dispatching;
using Local.Names;
using Replenishment;
using Workflow;

namespace Bench.EndToEnd;

/// <summary>The figures of a step.</summary>
/// <param name="Seconds">The seconds of the work alone, where the process did other things too; null for the whole process.</param>
/// <param name="CpuSeconds">The processor time of the process, user and system.</param>
/// <param name="PeakBytes">The most memory that the process had.</param>
/// <param name="Answer">The results that are compared with the expected ones.</param>
internal sealed record StepReport(double? Seconds, double CpuSeconds, long PeakBytes, IReadOnlyDictionary<string, double> Answer);

/// <summary>
/// Runs each step in a process of its own, so that its memory is its own. The step's last line gives its figures.
/// </summary>
internal static class Steps
{
    // The memory of a query of the local Athena.
    private const string Memory = "1536MiB";

    public static async Task<int> RunAsync(string step, string folder)
    {
        var files = new Files(folder);
        var (seconds, answer) = step switch
        {
            "copy" => (null, Copy(files)),
            "ingest" => (null, await CommandAsync(files, "ingest", files.Readings)),
            "query" => (null, Query(files)),
            "start" => (null, await CommandAsync(files, "start", "--scan-limit-mb", "0")),
            "messages" => await MessagesAsync(files),
            "trucks" => (null, await CommandAsync(files, "trucks")),
            _ => throw new ArgumentException($"There is no step '{step}'.", nameof(step)),
        };
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(
            new StepReport(seconds, Environment.CpuUsage.TotalTime.TotalSeconds, self.PeakWorkingSet64, answer)));
        return 0;
    }

    /// <summary>DuckDB alone: the same columns from the same JSON Lines into Parquet.</summary>
    private static Dictionary<string, double> Copy(Files files)
    {
        using var database = Open(files, keepOrder: false);
        using var connection = database.Connect();
        var columns = string.Join(", ", Table("inventory").Columns.Select(column => $"{Sql.Name(column.Name)}: '{TypeOf(column.Type)}'"));
        var rows = connection.Execute(
            $"COPY (SELECT * FROM read_json({Sql.Literal(files.Readings)}, format = 'newline_delimited', columns = {{{columns}}})) "
            + $"TO {Sql.Literal(files.Copy)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)");
        return new() { ["rows"] = rows };
    }

    /// <summary>DuckDB alone: the same question of the same files, its answer written as Parquet.</summary>
    private static Dictionary<string, double> Query(Files files)
    {
        using var database = Open(files, keepOrder: true);
        using var connection = database.Connect();
        foreach (var macro in TrinoMacros.For(TrinoText.Words(LowStock.Question)))
        {
            connection.Execute($"CREATE MACRO {macro}");
        }

        connection.Execute($"CREATE VIEW inventory AS SELECT * FROM read_parquet({Sql.Literal($"{files.Inventory}/**/*.parquet")}, hive_types = {{dt: varchar, hour: varchar}})");
        connection.Execute($"CREATE VIEW stores AS SELECT * FROM read_csv({Sql.Literal($"{files.Bucket}/stores/*")}, header = true)");
        connection.Execute($"CREATE VIEW depots AS SELECT * FROM read_csv({Sql.Literal($"{files.Bucket}/depots/*")}, header = true)");
        connection.Execute("CREATE TABLE dispatches (order_key varchar, store_id varchar, product_id varchar, quantity bigint, dispatched_at timestamp, dt varchar)");
        var parameters = new Queue<string>(LowStock.ParametersOf(TimeProvider.System.GetUtcNow()));
        var question = string.Concat(LowStock.Question.Split('\n')
            .Select(line => line.TrimStart().StartsWith("--", StringComparison.Ordinal) ? "" : line + "\n"))
            .Split('?').Aggregate((text, rest) => text + parameters.Dequeue() + rest);
        var rows = connection.Execute($"COPY ({question}) TO {Sql.Literal(files.Answer)} (FORMAT parquet)");
        return new() { ["rows"] = rows };
    }

    /// <summary>A command of the program, as it is typed.</summary>
    private static async Task<Dictionary<string, double>> CommandAsync(Files files, params string[] command)
    {
        using var output = new StringWriter();
        using var notices = new StringWriter();
        var exitCode = await Local.Cli.CommandLine.RunAsync(
            [.. command, "--data", files.Data, "--output", "json"], new(output, notices, Stream.Null, IsInteractive: false));
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} failed: {notices}");
        }

        using var result = JsonDocument.Parse(output.ToString());
        return command[0] switch
        {
            "ingest" => Number("written", result.RootElement.GetProperty("written")),
            "start" => Number("rows", result.RootElement.GetProperty("output").GetProperty("shortages").GetProperty("planned")),
            _ => Number("lines", result.RootElement.GetProperty("lines")),
        };

        static Dictionary<string, double> Number(string name, JsonElement value) => new() { [name] = value.GetDouble() };
    }

    /// <summary>Serializes the queue's messages once more in memory, and reads how long the execution's states took.</summary>
    private static async Task<(double?, Dictionary<string, double>)> MessagesAsync(Files files)
    {
        await using var stage = CommonOptions.OpenStage(files.Data, Terminal.OfProcess);
        var requests = stage.Queues.Get(DeliveryQueues.Deliveries).Peek()
            .Select(message => JsonSerializer.Deserialize(message.Body, ReplenishmentJson.Wire.DeliveryRequest)!)
            .ToList();
        var answer = new Dictionary<string, double>
        {
            ["messages"] = requests.Count,
            ["lines"] = requests.Sum(request => request.Lines.Count),
            ["units"] = requests.Sum(request => request.Lines.Sum(line => line.Quantity)),
        };
        foreach (var (state, seconds) in StateTimes.Of(stage.Executions.History(stage.Executions.Find("latest").ExecutionArn)))
        {
            answer[state] = seconds;
        }

        var clock = Stopwatch.StartNew();
        answer["bytes"] = requests.Sum(request => (long)JsonSerializer.SerializeToUtf8Bytes(request, ReplenishmentJson.Wire.DeliveryRequest).Length);
        return (clock.Elapsed.TotalSeconds, answer);
    }

    private static DuckDbDatabase Open(Files files, bool keepOrder)
    {
        Directory.CreateDirectory(files.Temporary);
        return DuckDbDatabase.Open(new(files.Temporary, [files.Root], MemoryLimit: Memory) { KeepOrder = keepOrder, WholeDivision = true });
    }

    private static TableDefinition Table(string name) => WorkflowFiles.Tables.Single(table => table.Name == name);

    private static string TypeOf(ColumnType type) => type switch
    {
        ColumnType.String => "VARCHAR",
        ColumnType.BigInt => "BIGINT",
        ColumnType.Double => "DOUBLE",
        _ => "TIMESTAMP",
    };
}

/// <summary>The paths of the benchmark's files.</summary>
internal sealed record Files(string Root)
{
    public string Readings => Path.Combine(Root, "readings.jsonl");
    public string Stores => Path.Combine(Root, "stores.csv");
    public string Depots => Path.Combine(Root, "depots.csv");
    public string Data => Path.Combine(Root, "data");
    public string Bucket => Path.Combine(Data, "s3", LocalNames.LakeBucket);
    public string Inventory => Path.Combine(Bucket, "inventory");
    public string Copy => Path.Combine(Root, "copy.parquet");
    public string Answer => Path.Combine(Root, "answer.parquet");
    public string Temporary => Path.Combine(Root, "tmp");
}
