namespace Local.Faults;

/// <summary>The names of the faults that can happen on purpose.</summary>
internal static class FaultNames
{
    public const string Athena = "athena";
    public const string Lambda = "lambda";
    public const string Redshift = "redshift";
    public const string S3 = "s3";
    public const string Sfn = "sfn";
    public const string Sqs = "sqs";

    /// <summary>The ledger of dispatches, and the tables of minutes, trucks, alerts and prices.</summary>
    public const string DynamoDb = "dynamodb";

    /// <summary>The stream of dispatches.</summary>
    public const string Firehose = "firehose";

    /// <summary>A shard has no room for a record.</summary>
    public const string Kinesis = "kinesis";

    /// <summary>SQS refuses an entry of a batch and answers with success.</summary>
    public const string Partial = "sqs.partial";

    /// <summary>A message is delivered twice.</summary>
    public const string Duplicate = "sqs.duplicate";

    /// <summary>The messages of a batch come in another order.</summary>
    public const string Disorder = "sqs.disorder";

    /// <summary>A message that is no delivery request comes with a batch.</summary>
    public const string Poison = "poison";

    /// <summary>A service does what it was asked and answers after the call's timeout.</summary>
    public const string Slow = "slow";

    public const string RecordDispatches = "RecordDispatches";
    public const string SendDispatches = "SendDispatches";
    public const string MarkStreamed = "MarkStreamed";

    public static IReadOnlyList<string> Rates { get; } =
        [Athena, DynamoDb, Firehose, Kinesis, Lambda, Redshift, S3, Sfn, Sqs, Partial, Duplicate, Disorder, Poison, Slow];

    /// <summary>
    /// The points at which the process can die: after a call's effect and before it is recorded. The Task states come
    /// first, then the trucks' writes.
    /// </summary>
    public static IReadOnlyList<string> Points { get; } =
    [
        "FindLowStock", "ListShortages", "PlanStores", "SendDeliveries", "CountShortages",
        "FindFeatures", "ListFeatures", "PlanPrices", "CountPrices",
        "ListFiles", "FindLoaded", "DescribeStatement", "ReadLoaded", "WriteManifest", "Load",
        RecordDispatches, SendDispatches, MarkStreamed,
    ];
}
