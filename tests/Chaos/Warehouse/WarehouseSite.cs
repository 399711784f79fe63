using System.Globalization;
using System.Text;
using Chaos.Runs;
using JsonValues;
using Lake.S3;
using Local.Faults;
using Local.Names;
using Local.Redshift;
using Local.Services;
using StatesLanguage;
using Tests.Shared;
using Workflow;
using Execution = Local.StepFunctions.Execution;

namespace Chaos.Warehouse;

/// <summary>A lake and its warehouse, and what each of them says of the same events.</summary>
internal sealed class WarehouseSite(Site site, int seed)
{
    private const string Input = """{"from":"2026-01-01"}""";

    public string Data => site.Data;

    /// <param name="faults">Null: nothing fails on purpose.</param>
    /// <param name="attempt">Another attempt has other faults.</param>
    public Stage Open(string? faults = null, int attempt = 0) => Stage.Open(
        site.Data,
        new ImpatientTime(TimeSpan.FromSeconds(5)),
        new Random(seed),
        faults is null ? null : new(FaultSpec.Parse(faults) with { Seed = (seed * 100) + attempt }, () => { }));

    /// <summary>Runs one execution to whatever end.</summary>
    /// <param name="definition">Null: the deployed one.</param>
    public static async Task<Execution> LoadAsync(Stage stage, string name, string? definition = null)
    {
        using var stepFunctions = stage.StepFunctions(tasks => new PatientTasks(tasks, stage));
        return await stepFunctions.RunAsync(
            ProductMachine.WarehouseLoad, LocalNames.Fill(definition ?? ProductMachine.WarehouseLoad.Definition), name, Input, NoHistory.Instance, TestContext.Current.CancellationToken);
    }

    /// <summary>Puts files into the lake, as Firehose delivers them: some events for the first time, some again.</summary>
    /// <returns>How many events are new.</returns>
    public static int Deliver(Stage stage, string name, int first, int count, int hour)
    {
        var lines = new StringBuilder();
        for (var i = first; i < first + count; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $$"""{"event_id":"{{name}}-{{i}}","store_id":"S0001","product_id":"P{{i:D5}}","on_hand":{{i}},"reorder_point":1,"target_level":20000,"shelf_capacity":20000,"case_size":1,"unit_volume_l":0.5,"recorded_at":"2026-11-20T{{hour:D2}}:00:00Z"}""");
            lines.Append('\n');
        }

        stage.Stream("inventory").Ingest(
            new MemoryStream(Encoding.UTF8.GetBytes(lines.ToString())),
            new(2026, 11, 20, hour, 0, 0, TimeSpan.Zero),
            TestContext.Current.CancellationToken);
        return count;
    }

    /// <summary>What is wrong, in sentences: the warehouse has each event of the lake once, and its books say the same.</summary>
    public static async Task<IReadOnlyList<string>> DisagreementsAsync(Stage stage)
    {
        var wrong = new List<string>();
        var lake = (await AskLakeAsync(stage, "SELECT count(*), count(DISTINCT event_id) FROM inventory WHERE trim(event_id) <> ''"))[0];
        var warehouse = (await AskAsync(stage, "SELECT count(*), count(DISTINCT event_id) FROM inventory"))[0];
        Check("events in the table", warehouse[0], lake[1]);
        Check("different events in the table", warehouse[1], lake[1]);

        var files = stage.Lake.List(new(LocalNames.LakeBucket, "inventory/")).Count.ToString(CultureInfo.InvariantCulture);
        var sets = (await AskAsync(stage, "SELECT count(*), count(DISTINCT file_set) FROM loads"))[0];
        Check("files in load_files", (await AskAsync(stage, "SELECT count(*) FROM load_files"))[0][0], files);
        Check("rows of file sets in loads", sets[0], sets[1]);
        return wrong;

        void Check(string what, string found, string expected)
        {
            if (found != expected)
            {
                wrong.Add($"{stage.Root}: {found} {what}, and {expected} are expected.");
            }
        }
    }

    public static async Task<IReadOnlyList<IReadOnlyList<string>>> AskAsync(Stage stage, string sql)
    {
        var submitted = await stage.Warehouse.SubmitAsync(new([sql], IsBatch: false, LocalNames.WarehouseDatabase));
        var ended = await stage.Warehouse.WaitAsync(submitted.Id, TestContext.Current.CancellationToken);
        if (ended.Status != StatementStatus.Finished)
        {
            throw new InvalidOperationException($"{sql}: {ended.Error}");
        }

        return
        [
            .. stage.Warehouse.Result(ended, 0, 0, 1000, 1_000_000).Rows.Select(row => System.Text.Json.Nodes.JsonNode.Parse(row)!.AsArray()
                .Select(field => field!.AsObject().First().Value!.ToString()).ToList()),
        ];
    }

    /// <summary>Asks for a statement's status when it has one that stays: waits pass at once here, and would ask a thousand times. Every fourth time it asks at once nevertheless.</summary>
    private sealed class PatientTasks(ITaskService tasks, Stage stage) : ITaskService
    {
        private int asked;

        public async Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation)
        {
            if (call.StateName == "DescribeStatement" && Interlocked.Increment(ref asked) % 4 != 0)
            {
                await stage.Warehouse.WaitAsync(((JsonString)((JsonObject)call.Parameters!)["Id"]!).Value, cancellation);
            }

            return await tasks.RunAsync(call, cancellation);
        }
    }

    private static async Task<IReadOnlyList<IReadOnlyList<string>>> AskLakeAsync(Stage stage, string sql)
    {
        var started = await stage.Athena.StartAsync(new(sql, Local.Athena.AthenaWorkGroup.Location) { Database = LocalNames.Database });
        var ended = await stage.Athena.WaitAsync(started.QueryExecutionId, TestContext.Current.CancellationToken);
        using var answer = new StreamReader(stage.Lake.OpenRead(S3Uri.Parse(ended.OutputLocation)));
        return [.. (await answer.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().Split('\n').Skip(1).Select(line => line.Split(',').Select(value => value.Trim('"')).ToList())];
    }
}
