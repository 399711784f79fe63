using System.CommandLine;

namespace Local.Cli;

/// <summary>The program without a command: the whole pipeline, on simulated stores.</summary>
internal static class DemoCommand
{
    public static void AddTo(RootCommand root, CommonOptions common, Terminal terminal)
    {
        var simulation = SimulationOptions.Create();
        simulation.AddTo(root);
        var distances = DistancesOption.Create();
        root.Add(distances);
        root.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            var folder = DemoFolder.Prepare(parsed.GetRequiredValue(common.Data));
            await using var stage = CommonOptions.OpenStage(folder, output);
            var roads = DistancesOption.Read(parsed.GetValue(distances), stage, cancellation);
            var result = await new DemoRun(stage, output).RunAsync(simulation.Read(parsed, stage.Clock), roads, cancellation);
            if (result is null)
            {
                return 1;
            }

            output.Notice(roads?.Missing ?? "");
            output.Result(result, text =>
            {
                result.Print(text);
                text.WriteLine($"\nThe same again, step by step: start, trucks, graph with --data {folder}; '--help' shows all.");
            });
            return 0;
        });
    }
}
