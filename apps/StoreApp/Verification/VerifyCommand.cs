using System.CommandLine;
using RecordStreaming;
using RecordStreaming.Firehose;

namespace StoreApp.Verification;

/// <summary>
/// <c>verify</c>: sends readings packed and single, waits until they lie in the lake, and counts rows against readings sent.
/// Whether a record of several documents becomes as many rows is what Firehose's guide leaves open.
/// </summary>
internal static class VerifyCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private static readonly Option<string> Stream = new("--stream")
    {
        Description = "The Firehose stream of readings (the stack's output inventoryStream).",
        Required = true,
    };

    private static readonly Option<string> Workgroup = new("--workgroup")
    {
        Description = "The Athena workgroup (the stack's output workgroup).",
        Required = true,
    };

    private static readonly Option<string> Database = new("--database")
    {
        Description = "The Glue database (the stack's output database).",
        Required = true,
    };

    private static readonly Option<int> Wait = new("--wait-minutes")
    {
        Description = "The minutes to wait for the rows: the stream's buffer, and some minutes more.",
        DefaultValueFactory = _ => 15,
    };

    public static Command Create(ConnectionOptions connection, CommandEnvironment environment)
    {
        var command = new Command("verify", "Sends readings packed and single, and counts which of them become rows of the lake.")
        {
            Stream, Workgroup, Database, Wait,
        };
        Wait.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() < 0)
            {
                given.AddError("--wait-minutes is less than 0: give the minutes to wait, such as 15.");
            }
        });
        command.Runs(async (arguments, cancellation) =>
        {
            var clients = environment.Connect(connection.In(arguments));
            using var firehose = clients.Firehose();
            using var athena = clients.Athena();
            var start = environment.Clock.GetUtcNow();
            var console = arguments.InvocationConfiguration;

            await SendAsync(new FirehoseSink(firehose, arguments.GetRequiredValue(Stream)), start, environment, cancellation);
            var lake = new ArrivedReadings(
                athena, environment.Clock, arguments.GetRequiredValue(Workgroup), arguments.GetRequiredValue(Database));
            var (arrived, failure) = await WaitAsync(lake, start, TimeSpan.FromMinutes(arguments.GetValue(Wait)), environment.Clock, cancellation);
            if (failure is not null)
            {
                await console.Error.WriteLineAsync($"The lake could not be asked. {failure}");
                return ExitCode.Refused;
            }

            return await ReportAsync(arrived, console);
        }, "Stopped. The readings that were sent stay in the lake; nothing is ordered for them.");

        return command;
    }

    private static async Task SendAsync(IRecordSink sink, DateTimeOffset start, CommandEnvironment environment, CancellationToken cancellation)
    {
        var sender = new RecordSender(
            sink, new(Attempts: 8, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(20), environment.Jitter), environment.Clock);
        await sender.SendAsync([.. SentForm.All.SelectMany(form => form.Records(start))], cancellation);
    }

    private static async Task<(IReadOnlyDictionary<string, int> Arrived, string? Failure)> WaitAsync(
        ArrivedReadings lake, DateTimeOffset start, TimeSpan longest, TimeProvider clock, CancellationToken cancellation)
    {
        while (true)
        {
            var (arrived, failure) = await lake.CountAsync(start, cancellation);
            if (failure is not null || SentForm.All.All(form => HasArrived(form, arrived)) || clock.GetUtcNow() - start >= longest)
            {
                return (arrived, failure);
            }

            await Task.Delay(Interval, clock, cancellation);
        }
    }

    private static bool HasArrived(SentForm form, IReadOnlyDictionary<string, int> arrived) =>
        arrived.GetValueOrDefault(form.Name) == form.Readings;

    private static async Task<int> ReportAsync(IReadOnlyDictionary<string, int> arrived, InvocationConfiguration console)
    {
        foreach (var form in SentForm.All)
        {
            await console.Output.WriteLineAsync(
                $"{form.Name}  {arrived.GetValueOrDefault(form.Name)} of {form.Readings} readings became rows; they were sent {form.Description}.");
        }

        if (SentForm.All.All(form => HasArrived(form, arrived)))
        {
            await console.Output.WriteLineAsync("Every reading became a row.");
            return ExitCode.Done;
        }

        await console.Error.WriteLineAsync(
            "Not every reading became a row. Where none did, wait longer (--wait-minutes) or read the stream's log group; where "
            + "some did, look at errors/ in the lake, and send readings the way whose readings all arrived.");
        return ExitCode.Refused;
    }
}
