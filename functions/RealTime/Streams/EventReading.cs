namespace RealTime.Streams;

/// <summary>
/// The content of a record. It depends on nothing but the record, so that it is the same each time the record is read.
/// </summary>
public abstract record EventReading
{
    private EventReading()
    {
    }

    public sealed record Accepted(StreamEvent Event) : EventReading;

    /// <summary>An event that came too long after it happened to be counted.</summary>
    public sealed record TooLate(StreamEvent Event, string Reason) : EventReading;

    /// <summary>A record that is not an event of the stream.</summary>
    /// <param name="Reason">A sentence that names the member, what was found and what was expected.</param>
    public sealed record Refused(string Reason) : EventReading;
}
