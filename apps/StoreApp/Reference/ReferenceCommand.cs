using System.CommandLine;
using Lake.Counting;
using StoreApp.Sending;

namespace StoreApp.Reference;

/// <summary><c>reference</c>: writes the tables that no stream fills, for the chain that the same options simulate.</summary>
internal static class ReferenceCommand
{
    private static readonly Argument<DirectoryInfo> Folder = new("folder")
    {
        Description = "The folder for stores.csv, depots.csv and price_list.csv; the stack uploads them from its setting referenceData.",
    };

    public static Command Create(CommandEnvironment environment)
    {
        var simulation = new SimulationOptions(environment.Clock);
        var command = new Command("reference", "Writes the reference data of the simulated stores: stores.csv, depots.csv and price_list.csv.") { Folder };
        simulation.AddTo(command);
        command.Runs(async (arguments, cancellation) =>
        {
            var folder = arguments.GetRequiredValue(Folder);
            var chain = simulation.Simulation(arguments);
            folder.Create();
            await File.WriteAllLinesAsync(
                Path.Combine(folder.FullName, "stores.csv"), ReferenceTables.Lines(chain.Stores), cancellation);
            await File.WriteAllLinesAsync(
                Path.Combine(folder.FullName, "depots.csv"), ReferenceTables.Lines(chain.Depots), cancellation);
            await File.WriteAllLinesAsync(
                Path.Combine(folder.FullName, "price_list.csv"), ReferenceTables.Lines(chain.PriceList), cancellation);
            await arguments.InvocationConfiguration.Output.WriteLineAsync(
                $"{folder.FullName} has {Counts.Things(chain.Stores.Count, "store")}, {Counts.Things(chain.Depots.Count, "depot")} and {Counts.Things(chain.PriceList.Count, "price")} now.");

            return ExitCode.Done;
        });

        return command;
    }
}
