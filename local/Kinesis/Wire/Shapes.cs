namespace Kinesis.Wire;

/// <summary>The requests of the operations, with the limits of AWS's service model.</summary>
internal static class Shapes
{
    public const int LargestData = 10 * 1024 * 1024;

    // AWS's validator tells of members in an order of its own; Records come before the stream's name.
    private static readonly Member StreamName = new("StreamName", new Shape.Text(1, 128, Pattern.Name));
    private static readonly Member StreamArn = new("StreamARN", new Shape.Text(1, 2048, Pattern.StreamArn));
    private static readonly Shape ShardName = new Shape.Text(1, 128, Pattern.Name);
    private static readonly Shape HashKey = new Shape.Text(Pattern: Pattern.HashKey);
    private static readonly Shape Sequence = new Shape.Text(Pattern: Pattern.SequenceNumber);
    private static readonly Shape PartitionKey = new Shape.Text(1, 256);
    private static readonly Shape Data = new Shape.Blob(LargestData);
    private static readonly Shape Page = new Shape.Integer(1, 10_000);
    private static readonly Shape Token = new Shape.Text(1, 1_048_576);
    private static readonly Shape Hours = new Shape.Integer(1, 8760);
    private static readonly Member Mode = new("StreamModeDetails", new Shape.Structure(
        new Member("StreamMode", new Shape.Text { Values = ["PROVISIONED", "ON_DEMAND"] }, IsRequired: true)));

    private static readonly Shape Tags = new Shape.Map(1, 200, (1, 128), (0, 256));

    public static readonly Shape.Structure AddTagsToStream = OfStream(new Member("Tags", Tags, IsRequired: true));

    public static readonly Shape.Structure CreateStream = new(
        new Member("ShardCount", new Shape.Integer(1, 100_000)),
        StreamName with { IsRequired = true },
        Mode,
        new Member("Tags", Tags),
        new Member("MaxRecordSizeInKiB", new Shape.Integer(1024, 10_240)));

    public static readonly Shape.Structure Stream = OfStream();

    public static readonly Shape.Structure Retention = OfStream(new Member("RetentionPeriodHours", Hours, IsRequired: true));

    public static readonly Shape.Structure DescribeStream = OfStream(new Member("Limit", Page), new Member("ExclusiveStartShardId", ShardName));

    public static readonly Shape.Structure GetRecords = new(
        new Member("Limit", Page), new Member("ShardIterator", new Shape.Text(1, 512), IsRequired: true), StreamArn);

    public static readonly Shape.Structure GetShardIterator = OfStream(
        new Member("ShardId", ShardName, IsRequired: true),
        new Member(
            "ShardIteratorType",
            new Shape.Text { Values = ["AFTER_SEQUENCE_NUMBER", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON"] },
            IsRequired: true),
        new Member("StartingSequenceNumber", Sequence),
        new Member("Timestamp", new Shape.Time()));

    public static readonly Shape.Structure ListShards = OfStream(
        new Member("ExclusiveStartShardId", ShardName),
        new Member("MaxResults", Page),
        new Member("NextToken", Token),
        new Member("StreamCreationTimestamp", new Shape.Time()),
        new Member("ShardFilter", new Shape.Structure(
            new Member(
                "Type",
                new Shape.Text
                {
                    Values = ["AFTER_SHARD_ID", "AT_TRIM_HORIZON", "FROM_TRIM_HORIZON", "AT_LATEST", "AT_TIMESTAMP", "FROM_TIMESTAMP"],
                },
                IsRequired: true),
            new Member("ShardId", ShardName),
            new Member("Timestamp", new Shape.Time()))));

    public static readonly Shape.Structure ListStreams = new(
        new Member("Limit", Page),
        new Member("ExclusiveStartStreamName", StreamName.Shape),
        new Member("NextToken", Token));

    public static readonly Shape.Structure ListTagsForStream = OfStream(
        new Member("Limit", new Shape.Integer(1, 50)), new Member("ExclusiveStartTagKey", new Shape.Text(1, 128)));

    public static readonly Shape.Structure MergeShards = OfStream(
        new Member("ShardToMerge", ShardName, IsRequired: true), new Member("AdjacentShardToMerge", ShardName, IsRequired: true));

    public static readonly Shape.Structure PutRecord = OfStream(
        new Member("SequenceNumberForOrdering", Sequence),
        new Member("PartitionKey", PartitionKey, IsRequired: true),
        new Member("ExplicitHashKey", HashKey),
        new Member("Data", Data, IsRequired: true));

    public static readonly Shape.Structure PutRecords = OfStream(new Member(
        "Records",
        new Shape.List(
            new Shape.Structure(
                new Member("PartitionKey", PartitionKey, IsRequired: true),
                new Member("ExplicitHashKey", HashKey),
                new Member("Data", Data, IsRequired: true)),
            1,
            500,
            ItemName: "com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@c965e310"),
        IsRequired: true));

    public static readonly Shape.Structure RemoveTagsFromStream = OfStream(
        new Member("TagKeys", new Shape.List(new Shape.Text(), 1, 50, (1, 128)), IsRequired: true));

    public static readonly Shape.Structure SplitShard = OfStream(
        new Member("NewStartingHashKey", HashKey, IsRequired: true), new Member("ShardToSplit", ShardName, IsRequired: true));

    public static readonly Shape.Structure UpdateShardCount = OfStream(
        new Member("TargetShardCount", new Shape.Integer(1), IsRequired: true),
        new Member("ScalingType", new Shape.Text { Values = ["UNIFORM_SCALING"] }, IsRequired: true));

    public static readonly Shape.Structure UpdateMaxRecordSize = new(
        StreamArn with { IsRequired = true }, new Member("MaxRecordSizeInKiB", new Shape.Integer(1024, 10_240), IsRequired: true));

    public static readonly Shape.Structure UpdateStreamMode = new(StreamArn with { IsRequired = true }, Mode with { IsRequired = true });

    public static readonly Shape.Structure Nothing = new();

    private static Shape.Structure OfStream(params IEnumerable<Member> members) => new([.. members, StreamName, StreamArn]);
}
