using System.Globalization;
using System.Text;
using Local.Dispatching;
using Local.Faults;
using Local.Names;
using Local.Services;
using StatesLanguage;
using Tests.Shared;
using Workflow;
using Workflow.Reference;

namespace Chaos.Shelves;

/// <summary>
/// The whole stage with one shelf that holds 30: what was planned and not yet dispatched when the next plan was made.
/// </summary>
public sealed class ServedTwiceTests : IDisposable
{
    private static readonly DateTimeOffset Today = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_order_that_waited_is_not_delivered_on_top_of_the_one_that_replaced_it()
    {
        await OpenShelfAsync();
        await CountAsync(Today);
        await StartAsync("monday");
        await CountAsync(Today.AddMilliseconds(1));
        await StartAsync("tuesday");

        var wave = await TrucksAsync();

        Assert.Equal((24, 1, 1), (Units(wave), wave.Lines, wave.Superseded));
        Assert.Empty(wave.DeadLetters);
    }

    [Fact]
    public async Task An_execution_that_is_redriven_after_the_next_one_was_dispatched_sends_nothing_on_top()
    {
        await OpenShelfAsync();
        await CountAsync(Today);
        var monday = await StartAsync("monday", "lambda=1");
        await CountAsync(Today.AddMilliseconds(1));
        await StartAsync("tuesday");
        var tuesdays = await TrucksAsync();
        await using (var stage = Open())
        {
            using var stepFunctions = stage.StepFunctions();
            var redriven = await stepFunctions.GoOnAsync(
                stage.Executions.Describe(monday), NoHistory.Instance, TestContext.Current.CancellationToken);
            Assert.Equal(ExecutionStatus.Succeeded, redriven.Status);
        }

        var mondays = await TrucksAsync();

        Assert.Equal((24, 0), (Units(tuesdays), tuesdays.Superseded));
        Assert.Equal((0, 1), (Units(mondays), mondays.Superseded));
        Assert.Empty(mondays.DeadLetters);
    }

    private static long Units(PassResult wave) =>
        wave.Routes.SelectMany(route => route.Stops).SelectMany(stop => stop.Dispatches).Sum(load => load.Quantity);

    private async Task OpenShelfAsync()
    {
        await using var stage = Open();
        stage.Reference("stores").Load(Text("store_id,name,region,depot_id,latitude,longitude\nS1,One,north,D1,53.5,10\n"), ReferenceFormat.Csv);
        stage.Reference("depots").Load(Text("depot_id,name,latitude,longitude,trucks,truck_volume_l\nD1,Depot,53.6,10.1,2,1000\n"), ReferenceFormat.Csv);
    }

    private async Task CountAsync(DateTimeOffset at)
    {
        await using var stage = Open();
        var time = at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        stage.Stream("inventory").Ingest(
            Text($$"""{"event_id":"{{time}}","store_id":"S1","product_id":"P1","on_hand":0,"reorder_point":5,"target_level":20,"shelf_capacity":30,"case_size":6,"unit_volume_l":1.5,"recorded_at":"{{time}}"}"""),
            stage.Clock.GetUtcNow(),
            TestContext.Current.CancellationToken);
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private async Task<string> StartAsync(string name, string? faults = null)
    {
        await using var stage = Open(faults);
        using var stepFunctions = stage.StepFunctions();
        var execution = await stepFunctions.RunAsync(
            ProductMachine.StorePlanning, LocalNames.DefinitionOf(ProductMachine.StorePlanning), name, "{}", NoHistory.Instance, TestContext.Current.CancellationToken);
        Assert.Equal(faults is null ? ExecutionStatus.Succeeded : ExecutionStatus.Failed, execution.Status);
        return execution.ExecutionArn;
    }

    private async Task<PassResult> TrucksAsync()
    {
        await using var stage = Open();
        return (await stage.Trucks().RunAsync(TestContext.Current.CancellationToken)).OrThrow();
    }

    private Stage Open(string? faults = null) => Stage.Open(
        folder["data"], new ImpatientTime(), new Random(1), faults is null ? null : new(FaultSpec.Parse(faults), () => { }));
}
