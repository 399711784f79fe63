using System.Runtime.CompilerServices;
using RecordStreaming;

namespace StoreApp.Sending;

/// <summary>Sends readings, several in a record and many records in a call, and counts what becomes of each.</summary>
internal sealed class ReadingSender(RecordSender sender, SendTally tally, ProgressLine progress, TextWriter error)
{
    /// <exception cref="RecordsRefusedException">The stream refused records in every attempt; nothing more was sent.</exception>
    public async Task SendAsync(IAsyncEnumerable<ReadingLine> lines, CancellationToken cancellation)
    {
        try
        {
            await foreach (var call in Accepted(lines, cancellation).ToRecords(cancellation).ToCalls(cancellation))
            {
                await SendAsync(call, cancellation);
                progress.Show(tally.Progress);
            }
        }
        finally
        {
            progress.Clear();
        }
    }

    private async Task SendAsync(IReadOnlyList<StreamRecord> call, CancellationToken cancellation)
    {
        try
        {
            await sender.SendAsync(call, cancellation);
            Count(call);
        }
        catch (RecordsRefusedException refused)
        {
            Count([.. call.Except(refused.Records)]);
            throw;
        }
    }

    private void Count(IReadOnlyList<StreamRecord> taken)
    {
        tally.Sent += taken.Sum(record => record.Documents);
        tally.Bytes += taken.Sum(record => (long)record.Data.Length);
        tally.Records += taken.Count;
        tally.Calls++;
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> Accepted(
        IAsyncEnumerable<ReadingLine> lines, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            tally.Read++;
            if (line is ReadingLine.Refused(var number, var reason))
            {
                tally.Malformed++;
                progress.Clear();
                await error.WriteLineAsync($"line {number} refused: {reason}");
            }
            else if (line is ReadingLine.Accepted(var document))
            {
                yield return document;
            }
        }
    }
}
