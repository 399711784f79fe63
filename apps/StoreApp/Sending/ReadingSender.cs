using System.CommandLine;
using Amazon.KinesisFirehose;
using RecordStreaming;
using RecordStreaming.Firehose;

namespace StoreApp.Sending;

/// <summary>Sends readings, several in a record and many records in a call, and counts what becomes of each.</summary>
/// <param name="stream">The stream's name.</param>
internal sealed class ReadingSender(IAmazonKinesisFirehose firehose, string stream, CommandEnvironment environment, InvocationConfiguration console)
{
    /// <summary>The sentence of a command that was stopped while it sent.</summary>
    public const string Stopped = "Stopped. What the stream took is kept; a reading that is sent again counts once.";

    private readonly RecordSender sender = new(
        new FirehoseSink(firehose, stream),
        new(Attempts: 8, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(20), environment.Jitter),
        environment.Clock);

    /// <summary>Sends readings until the stream has taken all, and prints the counts however that ends.</summary>
    /// <param name="documents">The readings, each as JSON in UTF-8 on one line.</param>
    /// <param name="tally">The counts, with those that were refused before.</param>
    /// <returns>Whether the stream took all.</returns>
    public async Task<bool> SendAsync(IEnumerable<ReadOnlyMemory<byte>> documents, SendTally tally, CancellationToken cancellation)
    {
        var progress = new ProgressLine(console.Error, environment.Clock, environment.IsTerminal);
        try
        {
            await foreach (var call in Counted(documents, tally, progress).ToAsyncEnumerable().ToRecords(cancellation).ToCalls(cancellation))
            {
                await SendAsync(call, tally, cancellation);
                progress.Show(tally.Progress);
            }
        }
        catch (RecordsRefusedException refused)
        {
            progress.Clear();
            await console.Error.WriteLineAsync(
                $"{refused.Message} Nothing more is sent. Where it is throttled, ask for a higher quota or send less at once.");
        }
        finally
        {
            progress.Clear();
            await console.Output.WriteLineAsync(tally.Summary(stream));
        }

        return tally.NotTaken == 0;
    }

    private async Task SendAsync(IReadOnlyList<StreamRecord> call, SendTally tally, CancellationToken cancellation)
    {
        try
        {
            await sender.SendAsync(call, cancellation);
            tally.Count(call);
        }
        catch (RecordsRefusedException refused)
        {
            tally.Count([.. call.Except(refused.Records)]);
            throw;
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Counted(IEnumerable<ReadOnlyMemory<byte>> documents, SendTally tally, ProgressLine progress)
    {
        foreach (var document in documents)
        {
            tally.Given++;
            if (document.Length <= RecordPacking.LongestDocument)
            {
                yield return document;
                continue;
            }

            progress.Clear();
            console.Error.WriteLine($"A reading of {document.Length} bytes does not fit a record of the stream, and is not sent.");
        }
    }
}
