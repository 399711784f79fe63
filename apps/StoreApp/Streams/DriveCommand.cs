using System.CommandLine;
using System.Globalization;
using Lake.Counting;
using StoreSimulation.Driving;

namespace StoreApp.Streams;

/// <summary><c>drive</c>: the trucks that were dispatched drive their routes and report to the stream of telemetry.</summary>
internal static class DriveCommand
{
    private const int LongestPast = 23;

    public static Command Create(ConnectionOptions connection, CommandEnvironment environment)
    {
        var producer = new ProducerOptions("telemetryStream", environment);
        var lake = new Option<string>("--lake")
        {
            Description = "The lake bucket, which has the dispatched routes (the stack's output lakeBucket).",
            Required = true,
        };
        var dispatched = ProducerOptions.Count("--dispatched-within", "The number of hours up to now; the routes that were dispatched in them are driven.", 24, 1, 8_760);
        var ago = ProducerOptions.Count("--hours-ago", "The number of hours since the trucks left; an event older than a day is set aside as late.", 0, 0, LongestPast);
        var speed = ProducerOptions.Count(
            "--speed", "Simulated seconds in a real second, until the simulation comes to the present; with 0 it comes there at once. After that it runs in real time, until Ctrl+C or until the last truck is back.", 1, 0, 100_000);
        var command = new Command("drive", "Sends the reports of simulated trucks on the dispatched routes.") { lake, dispatched, ago, speed };
        producer.AddTo(command);
        command.Runs(async (arguments, cancellation) =>
        {
            var clients = environment.Connect(connection.In(arguments));
            using var s3 = clients.S3();
            using var kinesis = clients.Kinesis();
            var console = arguments.InvocationConfiguration;
            var now = environment.Clock.GetUtcNow();
            var hours = arguments.GetValue(dispatched);
            var bucket = arguments.GetRequiredValue(lake);
            var routes = await DispatchedRoutes.ReadAsync(s3, bucket, now.AddHours(-hours), cancellation);
            if (routes.Count == 0)
            {
                await console.Error.WriteLineAsync(
                    $"No truck was dispatched in the last {Counts.Things(hours, "hour")}: s3://{bucket}/routes/ has no route of that time. Start an execution first (plan), or name more hours with --dispatched-within.");
                return ExitCode.Refused;
            }

            var start = now.AddHours(-arguments.GetValue(ago));
            var drive = new Drive(routes, new(producer.Seed(arguments), start));
            await console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{Counts.Things(routes.Select(route => route.TruckId).Distinct().Count(), "truck")} on {Counts.Things(routes.Count, "route")} from {start:yyyy-MM-dd HH:mm} UTC on; {Counts.Things(drive.Failures().Count(), "refrigerator")} will fail."));
            var (sent, all) = await producer.SendAsync(arguments, kinesis, drive.Records(), start, arguments.GetValue(speed), cancellation);
            await console.Output.WriteLineAsync($"{Counts.Things(sent, "record")} sent.");
            return all ? ExitCode.Done : ExitCode.Refused;
        }, ProducerOptions.Stopped);

        return command;
    }
}
