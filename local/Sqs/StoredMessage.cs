using System.Text.Json.Serialization;

namespace Local.Sqs;

/// <summary>
/// A message in a queue, as it stands now. It can be received from <c>VisibleAt</c>. <c>SentAt</c> is when it was first
/// sent: a dead-letter queue keeps it, so that retention counts from there.
/// </summary>
internal sealed record StoredMessage(string Id, string Body, DateTimeOffset SentAt, DateTimeOffset VisibleAt)
{
    public IReadOnlyDictionary<string, MessageAttribute>? Attributes { get; init; }

    /// <summary>The X-Ray trace that its sender named.</summary>
    public string? TraceHeader { get; init; }

    /// <summary>The message group that its sender named.</summary>
    public string? GroupId { get; init; }

    /// <summary>The number of times that it was received, in any queue.</summary>
    public int Receives { get; init; }

    public DateTimeOffset? FirstReceivedAt { get; init; }

    public DateTimeOffset? LastReceivedAt { get; init; }

    /// <summary>The queue that gave up on it.</summary>
    public string? DeadLetterSource { get; init; }

    /// <summary>The reason why its last receiver gave it back; null when the receiver gave none.</summary>
    public string? Failure { get; init; }

    /// <summary>Its place among messages that become visible at the same time.</summary>
    [JsonIgnore]
    public long Sequence { get; init; }

    public bool IsInFlight(DateTimeOffset now) => VisibleAt > now && LastReceivedAt is not null;

    public bool IsDelayed(DateTimeOffset now) => VisibleAt > now && LastReceivedAt is null;
}
