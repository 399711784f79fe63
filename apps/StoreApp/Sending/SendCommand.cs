using System.CommandLine;
using RecordStreaming;
using RecordStreaming.Firehose;

namespace StoreApp.Sending;

/// <summary>The command without a name: readings, simulated or from a file, into the inventory stream.</summary>
internal static class SendCommand
{
    private static readonly Option<string> Stream = new("--stream")
    {
        Description = "The Firehose stream of readings (the stack's output inventoryStream).",
        Required = true,
    };

    private static readonly Option<string?> From = new("--from")
    {
        Description = "Send the readings of this file, one JSON object on each line, instead of simulated ones; - is standard input.",
    };

    public static void AddTo(RootCommand root, ConnectionOptions connection, CommandEnvironment environment)
    {
        var simulation = new SimulationOptions(environment.Clock);
        root.Add(Stream);
        root.Add(From);
        simulation.AddTo(root);
        root.Validators.Add(command =>
        {
            if (command.GetResult(From) is not null && simulation.FirstGiven(command) is { } option)
            {
                command.AddError($"{option} describes a simulation, and --from sends a file: leave out one of them.");
            }
        });

        root.Runs(async (arguments, cancellation) =>
        {
            using var firehose = environment.Connect(connection.In(arguments)).Firehose();
            var stream = arguments.GetRequiredValue(Stream);
            var sender = new RecordSender(
                new FirehoseSink(firehose, stream),
                new(Attempts: 8, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(20), environment.Jitter),
                environment.Clock);
            var lines = arguments.GetValue(From) is { } file
                ? ReadingFile.ReadAsync(Open(file, environment), cancellation)
                : simulation.Readings(arguments);

            return await SendAsync(stream, sender, lines, arguments.InvocationConfiguration, environment, cancellation);
        });
    }

    private static async Task<int> SendAsync(
        string stream,
        RecordSender sender,
        IAsyncEnumerable<ReadingLine> lines,
        InvocationConfiguration console,
        CommandEnvironment environment,
        CancellationToken cancellation)
    {
        var tally = new SendTally();
        var progress = new ProgressLine(console.Error, environment.Clock, environment.IsTerminal);
        try
        {
            await new ReadingSender(sender, tally, progress, console.Error).SendAsync(lines, cancellation);
        }
        catch (RecordsRefusedException refused)
        {
            await console.Error.WriteLineAsync(
                $"{refused.Message} Nothing more is sent. Where it is throttled, ask for a higher quota or send less at once.");
        }
        finally
        {
            await console.Output.WriteLineAsync(tally.Summary(stream));
        }

        return tally.Refused == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static Stream Open(string file, CommandEnvironment environment) =>
        file == "-" ? environment.StandardInput() : File.OpenRead(file);
}
