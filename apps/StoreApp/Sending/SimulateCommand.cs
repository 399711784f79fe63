using System.CommandLine;

namespace StoreApp.Sending;

/// <summary>The command without a name: readings of simulated stores into the inventory stream.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string> Stream = new("--stream")
    {
        Description = "The Firehose stream of readings (the stack's output inventoryStream).",
        Required = true,
    };

    public static void AddTo(RootCommand root, ConnectionOptions connection, CommandEnvironment environment)
    {
        var simulation = new SimulationOptions(environment.Clock);
        root.Add(Stream);
        simulation.AddTo(root);
        root.Runs(
            async (arguments, cancellation) =>
            {
                using var firehose = environment.Connect(connection.In(arguments)).Firehose();
                var sending = new ReadingSender(firehose, arguments.GetRequiredValue(Stream), environment, arguments.InvocationConfiguration);
                return await sending.SendAsync(simulation.Documents(arguments), new(), cancellation) ? ExitCode.Done : ExitCode.Refused;
            },
            ReadingSender.Stopped);
    }
}
