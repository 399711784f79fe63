using System.Globalization;

namespace StoreApp.Sending;

/// <summary>
/// The counts of sent and refused readings; together they are the readings that were read, however the sending ends.
/// </summary>
internal sealed class SendTally
{
    /// <summary>The readings of the input.</summary>
    public long Read { get; set; }

    /// <summary>Lines that are no reading.</summary>
    public long Malformed { get; set; }

    /// <summary>The readings that the stream took.</summary>
    public long Sent { get; set; }

    public long Records { get; set; }

    public long Calls { get; set; }

    public long Bytes { get; set; }

    public long Refused => Read - Sent;

    public string Progress => Text($"{Sent:N0} readings sent, {Malformed:N0} refused");

    /// <param name="stream">The stream's name.</param>
    public string Summary(string stream) => Text(
        $"""
        {stream} took {Sent:N0} readings (records {Records:N0}, MiB {Bytes / 1024.0 / 1024.0:N1}, calls {Calls:N0}).
        read {Read:N0} = sent {Sent:N0} + refused {Refused:N0} ({Malformed:N0} malformed, {Refused - Malformed:N0} not taken by the stream)
        """);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
