using System.CommandLine;
using StoreApp.Executions;
using StoreApp.Fleet;
using StoreApp.Queries;
using StoreApp.Reference;
using StoreApp.Sending;
using StoreApp.Streams;
using StoreApp.Verification;
using StoreApp.Waves;

namespace StoreApp;

/// <summary>The command line; without the name of a command it sends readings.</summary>
internal static class StoreAppCommand
{
    public static RootCommand Create(CommandEnvironment environment)
    {
        var connection = new ConnectionOptions();
        var root = new RootCommand("Sends readings of stores to the inventory stream of the stack.")
        {
            connection.Profile,
            connection.Region,
        };
        SimulateCommand.AddTo(root, connection, environment);
        root.Add(SendCommand.Create(connection, environment));
        root.Add(ReferenceCommand.Create(environment));
        root.Add(PlanCommand.Create(connection, environment));
        root.Add(TrucksCommand.Create(connection, environment));
        root.Add(QueryCommand.Create(connection, environment));
        root.Add(DriveCommand.Create(connection, environment));
        root.Add(VisitsCommand.Create(connection, environment));
        root.Add(FleetCommand.Create(connection, environment));
        root.Add(VerifyCommand.Create(connection, environment));

        return root;
    }
}
