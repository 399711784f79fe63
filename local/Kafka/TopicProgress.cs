namespace Kafka;

/// <summary>The progress of a consumer group in a topic.</summary>
/// <param name="Bootstrap">The brokers that were named.</param>
/// <param name="Trouble">The present trouble, in a sentence; null when there is none.</param>
public sealed record TopicProgress(
    string Topic, string Group, string Bootstrap, string? Trouble, IReadOnlyList<PartitionProgress> Partitions);

/// <summary>The progress of a consumer group in a partition.</summary>
/// <param name="IsReadHere">Whether this process reads the partition, and not another member of the group.</param>
/// <param name="Next">The offset that the group has committed, of the record that comes next; null: it has committed none.</param>
/// <param name="End">The offset that the next record to be sent will have.</param>
/// <param name="Lag">Records that the group has not done with.</param>
public sealed record PartitionProgress(int Partition, bool IsReadHere, long? Next, long End, long Lag);
