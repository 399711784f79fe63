using System.Globalization;
using Lake.Counting;
using RecordStreaming;

namespace StoreApp.Sending;

/// <summary>
/// The counts of sent and refused readings; together they are the readings that were read, however the sending ends.
/// </summary>
internal sealed class SendTally
{
    /// <summary>What was read and is no reading.</summary>
    public long Malformed { get; init; }

    /// <summary>The readings that were to be sent.</summary>
    public long Given { get; set; }

    /// <summary>The readings that the stream took.</summary>
    public long Sent { get; private set; }

    public long NotTaken => Given - Sent;

    public string Progress => Text($"{Counts.Things(Sent, "reading")} sent");

    private long Records { get; set; }

    private long Calls { get; set; }

    private long Bytes { get; set; }

    /// <param name="taken">The records of one call that the stream took.</param>
    public void Count(IReadOnlyList<StreamRecord> taken)
    {
        Sent += taken.Sum(record => record.Documents);
        Bytes += taken.Sum(record => (long)record.Data.Length);
        Records += taken.Count;
        Calls++;
    }

    /// <param name="stream">The stream's name.</param>
    public string Summary(string stream) => Text(
        $"""
        {stream} took {Counts.Things(Sent, "reading")} (records {Records:N0}, MiB {Bytes / 1024.0 / 1024.0:N1}, calls {Calls:N0}).
        read {Malformed + Given:N0} = sent {Sent:N0} + refused {Malformed + NotTaken:N0} ({Malformed:N0} malformed, {NotTaken:N0} not taken by the stream)
        """);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
