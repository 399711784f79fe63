using System.CommandLine;
using Commands;
using Lake.Import;

namespace StoreApp.Sending;

/// <summary><c>send FILE…</c>: a user's readings, in the user's own form, into the inventory stream.</summary>
internal static class SendCommand
{
    private static readonly Option<string?> Stream = new("--stream")
    {
        Description = "The Firehose stream of readings (the stack's output inventoryStream). A dry run needs none.",
    };

    private static readonly Option<string?> Lake = new("--lake")
    {
        Description = "The lake bucket (the stack's output lakeBucket): readings of stores and depots that its reference data does not know are then counted by name.",
    };

    private static readonly Option<string?> Refused = new("--refused")
    {
        Description = "Writes the readings that cannot be sent to this file, with their place and reason, in the form of the lake's errors/.",
    };

    public static Command Create(ConnectionOptions connection, CommandEnvironment environment)
    {
        var import = new ImportOptions("sends nothing");
        var command = new Command("send", "Sends readings from files to the inventory stream; readings that cannot be rows of the lake are not sent.")
        {
            Stream, Lake, Refused,
        };
        import.AddTo(command);
        command.Validators.Add(given =>
        {
            if (given.GetResult(Stream) is null && !import.IsDryRun(given))
            {
                given.AddError("Option '--stream' is required: name the stack's output inventoryStream, or ask for a --dry-run.");
            }
        });
        command.Runs(
            async (arguments, cancellation) =>
            {
                var map = import.Map(arguments);
                var clients = environment.Connect(connection.In(arguments));
                using var readings = new JudgedReadings();
                var reference = arguments.GetValue(Lake) is { } bucket ? await ReferenceAsync(readings, clients, bucket, cancellation) : null;
                var files = arguments.GetRequiredValue(import.Files);
                var counts = await readings.TakeAsync(files, map, reference, environment, cancellation);
                var isDryRun = import.IsDryRun(arguments);
                Print(counts, isDryRun, arguments.InvocationConfiguration.Output);
                if (arguments.GetValue(Refused) is { } file)
                {
                    readings.WriteRefused(file);
                }

                var code = import.ExitCode(arguments, counts);
                if (isDryRun || counts.Written == 0)
                {
                    return code;
                }

                using var firehose = clients.Firehose();
                var sending = new ReadingSender(firehose, arguments.GetRequiredValue(Stream)!, environment, arguments.InvocationConfiguration);
                var tally = new SendTally { Malformed = counts.Refused };
                return await sending.SendAsync(readings.Documents(cancellation), tally, cancellation) ? code : ExitCode.Refused;
            },
            ReadingSender.Stopped);

        return command;
    }

    private static async Task<Func<string, string>> ReferenceAsync(JudgedReadings readings, IAwsClients clients, string bucket, CancellationToken cancellation)
    {
        using var s3 = clients.S3();
        return await readings.FetchReferenceAsync(s3, bucket, cancellation);
    }

    private static void Print(ImportCounts counts, bool isDryRun, TextWriter output) => counts.Print(
        output,
        isDryRun ? "would be sent" : "can be sent",
        isDryRun ? "Nothing was sent." : "",
        table => $"Name them in {table}.csv of the stack's folder referenceData, then: pulumi up");
}
