namespace Cost;

/// <summary>A month's bill in US dollars, free tiers and taxes left out.</summary>
internal sealed record Bill(
    decimal Kinesis,
    decimal Firehose,
    decimal S3,
    decimal Athena,
    decimal StepFunctions,
    decimal Lambda,
    decimal Sqs,
    decimal DynamoDb,
    decimal Redshift,
    decimal CloudWatch)
{
    public decimal Total => Kinesis + Firehose + S3 + Athena + StepFunctions + Lambda + Sqs + DynamoDb + Redshift + CloudWatch;

    public static Bill Of(Usage usage, Prices prices) => new(
        prices.StreamShardHours.Of(usage.StreamShardHours) + prices.StreamPutUnits.Of(usage.StreamPutUnits),
        prices.FirehoseIngested.Of(usage.FirehoseIngested) + prices.FirehoseConverted.Of(usage.FirehoseConverted),
        prices.S3Stored.Of(usage.S3Stored) + prices.S3Puts.Of(usage.S3Puts) + prices.S3Gets.Of(usage.S3Gets),
        prices.AthenaScanned.Of(usage.AthenaScanned),
        prices.StateTransitions.Of(usage.StateTransitions)
            + prices.ExpressRequests.Of(usage.ExpressRequests)
            + prices.ExpressGbSeconds.Of(usage.ExpressGbSeconds),
        prices.LambdaRequests.Of(usage.LambdaRequests) + prices.LambdaGbSeconds.Of(usage.LambdaGbSeconds),
        prices.SqsRequests.Of(usage.SqsRequests),
        prices.DynamoDbWrites.Of(usage.DynamoDbWrites)
            + prices.DynamoDbReads.Of(usage.DynamoDbReads)
            + prices.DynamoDbStored.Of(usage.DynamoDbStored),
        prices.RedshiftRpuHours.Of(usage.RedshiftRpuHours) + prices.RedshiftStored.Of(usage.RedshiftStored),
        prices.LogsIngested.Of(usage.LogsIngested)
            + prices.LogsStored.Of(usage.LogsStored)
            + prices.Alarms.Of(usage.Alarms)
            + prices.CustomMetrics.Of(usage.CustomMetrics)
            + prices.Dashboards.Of(usage.Dashboards));
}
