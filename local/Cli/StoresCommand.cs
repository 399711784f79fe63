using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lake.Counting;
using Lake.Reference;
using Local.Services;
using Local.Simulating;
using Replenishment;
using StoreSimulation;
using Workflow.Reference;

namespace Local.Cli;

/// <summary><c>stores</c>: simulates stores and sends their readings into the lake.</summary>
internal static class StoresCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var simulation = SimulationOptions.Create();
        var command = new Command("stores", "Simulates stores and ingests their readings; the same seed and end give the same readings.");
        simulation.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            await using var stage = common.OpenStage(parsed);
            var result = Run(stage, simulation.Read(parsed, stage.Clock), output, cancellation);
            output.Result(result, result.Print);
            return 0;
        });

        return command;
    }

    public static StoresResult Run(Stage stage, SimulationSettings settings, Terminal terminal, CancellationToken cancellation)
    {
        terminal.Notice(string.Create(
            CultureInfo.InvariantCulture,
            $"{Counts.Things(settings.Stores, "store")} with {Counts.Things(settings.Products, "product")} each, {Counts.Things(settings.Days, "day")} up to {settings.End:yyyy-MM-dd HH:mm} UTC, seed {settings.Seed}."));
        var simulation = new Simulation(settings);
        LoadReferenceData(stage, simulation);
        using var live = new LiveLine(terminal);
        var lines = SimulatedLines.Of(simulation).Select(batch =>
        {
            live.Show(string.Create(CultureInfo.InvariantCulture, $"  … readings of {batch.Arrival:yyyy-MM-dd HH:mm}"));
            return batch;
        });
        var ingested = stage.Stream("inventory").Ingest(lines, cancellation);

        return new(
            settings.Stores, settings.Products, settings.Days, settings.Seed, settings.End, IngestCounts.Of(ingested));
    }

    private static void LoadReferenceData(Stage stage, Simulation simulation)
    {
        Load(stage.Reference("stores"), simulation.Stores, ReplenishmentJson.Wire.Store);
        Load(stage.Reference("depots"), simulation.Depots, ReplenishmentJson.Wire.Depot);
        Load(stage.Reference("price_list"), simulation.PriceList, ReplenishmentJson.Wire.ListedProduct);
    }

    private static void Load<T>(ReferenceTable table, IEnumerable<T> rows, JsonTypeInfo<T> type)
    {
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(row => JsonSerializer.Serialize(row, type)))));
        table.Load(lines, ReferenceFormat.JsonLines);
    }
}

/// <param name="End">The time after which no reading arrived.</param>
internal sealed record StoresResult(int Stores, int Products, int Days, ulong Seed, DateTimeOffset End, IngestCounts Readings)
{
    public void Print(TextWriter output) => Readings.Print(output);
}
