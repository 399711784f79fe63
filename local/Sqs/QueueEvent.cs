using System.Text.Json.Serialization;

namespace Local.Sqs;

/// <summary>An event in a queue. Events are the journal's records, and the only way in which a queue's contents change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Put), "put")]
[JsonDerivedType(typeof(Received), "received")]
[JsonDerivedType(typeof(VisibilityChanged), "visibility")]
[JsonDerivedType(typeof(Deleted), "deleted")]
[JsonDerivedType(typeof(DeadLettered), "deadLettered")]
[JsonDerivedType(typeof(Redriven), "redriven")]
[JsonDerivedType(typeof(Purged), "purged")]
internal abstract record QueueEvent(string Queue)
{
    /// <summary>Messages were sent; in a snapshot, messages that are there.</summary>
    public sealed record Put(string Queue, IReadOnlyList<StoredMessage> Messages) : QueueEvent(Queue);

    public sealed record Received(string Queue, IReadOnlyList<string> Ids, DateTimeOffset At, DateTimeOffset VisibleAt)
        : QueueEvent(Queue);

    public sealed record VisibilityChanged(string Queue, string Id, DateTimeOffset VisibleAt, string? Failure)
        : QueueEvent(Queue);

    public sealed record Deleted(string Queue, IReadOnlyList<string> Ids) : QueueEvent(Queue);

    public sealed record DeadLettered(string Queue, string To, IReadOnlyList<string> Ids, DateTimeOffset At)
        : QueueEvent(Queue);

    /// <summary>Messages left a dead-letter queue as new ones, id by id.</summary>
    public sealed record Redriven(
        string Queue, string To, IReadOnlyList<string> Ids, IReadOnlyList<string> NewIds, DateTimeOffset At)
        : QueueEvent(Queue);

    public sealed record Purged(string Queue) : QueueEvent(Queue);
}
