using System.CommandLine;
using StoreApp.Streams;

namespace StoreApp.Fleet;

/// <summary><c>fleet</c>: trucks on a live map, the shops' visits and the alerts of a deployed stack, in a browser on this machine.</summary>
internal static class FleetCommand
{
    private const int UsualPort = 4567;

    public static Command Create(ConnectionOptions connection, CommandEnvironment environment)
    {
        var prefix = new Option<string>("--tables")
        {
            Description = "What the names of the stack's tables begin with: its project, its name and hyphens, as the output fleetMap has it; none on the local stage.",
            DefaultValueFactory = _ => "",
        };
        var lake = new Option<string>("--lake") { Description = "The lake bucket, which has the dispatched routes (the stack's output lakeBucket).", Required = true };
        var port = ProducerOptions.Count("--port", "The port of 127.0.0.1 to listen on; 0: any that is free.", UsualPort, 0, 65_535);
        var command = new Command("fleet", "Shows the trucks on a live map, the shops and the alerts in a browser, until it is stopped with Ctrl+C.") { prefix, lake, port };
        command.Runs(async (arguments, cancellation) =>
        {
            var clients = environment.Connect(connection.In(arguments));
            using var dynamo = clients.DynamoDB();
            using var s3 = clients.S3();
            var sources = FleetSources.Of(dynamo, arguments.GetRequiredValue(prefix), s3, arguments.GetRequiredValue(lake), environment.Clock);
            await sources.Tables.CheckAsync(cancellation);
            await using var server = await FleetServer.StartAsync(sources, arguments.GetValue(port), cancellation);
            await arguments.InvocationConfiguration.Error.WriteLineAsync(
                $"The fleet: {server.Address}\nWhoever uses this machine can look at it, and acknowledge alerts, by your credentials. Ctrl+C ends it.");
            var stopped = new TaskCompletionSource();
            await using var registration = cancellation.Register(() => stopped.SetCanceled(cancellation));
            await stopped.Task;
            return ExitCode.Done;
        }, "Stopped. The fleet is shown no longer.");

        return command;
    }
}
