using System.CommandLine;
using Local.Athena;
using Local.Serve;
using Local.Services;

namespace Local.Cli;

/// <summary><c>serve</c>: the stage over HTTP, for the AWS CLI, the SDKs and a browser.</summary>
internal static class ServeCommand
{
    private const int UsualPort = 4566;

    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var port = NumberOption.Create("--port", "The port of 127.0.0.1 to listen on; with 0 the system chooses a free one.", UsualPort, 0, 65_535);
        var noTrucks = new Option<bool>("--no-trucks") { Description = "Leaves delivery requests on the queue." };
        var unlimited = new Option<bool>("--unlimited")
        {
            Description = "Lifts the limits of a stream's shard, which are 1 MB, 1,000 records and 5 reads a second.",
        };
        var live = new Option<bool>("--live") { Description = "Simulates trucks that drive what was dispatched, and people who visit the shops, as long as serve runs." };
        var speed = NumberOption.Create(
            "--speed", "With --live: simulated seconds in a real second for the last dispatch, until it comes to the present. It left 12 hours ago; with 1, 45 minutes ago; with 0 it comes to the present at once.", 1, 0, 100_000);
        var distances = DistancesOption.Create();
        var scanLimit = ScanLimitOption.Create();
        var faults = FaultsOption.Create();
        var command = new Command("serve", "Answers the AWS CLI, the SDKs and a browser, until it is stopped with Ctrl+C.")
        {
            port,
            noTrucks,
            unlimited,
            live,
            speed,
            distances,
            scanLimit,
            faults,
        };
        var kafka = KafkaOptions.AddTo(command);
        var search = SearchAddress.Create();
        command.Options.Add(search);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var stage = common.OpenStage(parsed, parsed.GetValue(faults), parsed.GetValue(scanLimit));
            stage.QueryProcesses = QueryProcessOptions.Of(typeof(ServeCommand).Assembly.Location);
            using var found = await SearchAddress.OpenAsync(parsed.GetValue(search), stage, terminal.Notice, cancellation);
            var options = new ServeOptions(parsed.GetValue(port), !parsed.GetValue(noTrucks))
            {
                Roads = DistancesOption.Read(parsed.GetValue(distances), stage, cancellation),
                IsUnlimited = parsed.GetValue(unlimited),
                Kafka = kafka.Read(parsed),
                Search = found,
                LiveSpeed = parsed.GetValue(live) ? parsed.GetValue(speed) : null,
            };
            await RunAsync(stage, options, common.Apply(parsed, terminal), cancellation);
            return 0;
        });

        return command;
    }

    // Apart, so that no other command loads the web server.
    private static async Task RunAsync(Stage stage, ServeOptions options, Terminal terminal, CancellationToken cancellation)
    {
        await using var server = await Server.StartAsync(stage, options, terminal.Notice, cancellation);
        terminal.Notice($"The console:  {server.Address}");
        terminal.Notice($"The AWS CLI:  aws stepfunctions list-state-machines --endpoint-url {server.Address.GetLeftPart(UriPartial.Authority)}");
        terminal.Notice($"The folder:   {stage.Root}");
        terminal.Notice("Ctrl+C ends it; executions under way go on at the next start.");

        await Task.Delay(Timeout.InfiniteTimeSpan, stage.Clock, cancellation);
    }
}
