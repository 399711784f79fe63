namespace Cost;

/// <summary>The usage of a design in a month, in the units that AWS bills. A GB is 2^30 bytes.</summary>
internal sealed record Usage
{
    public decimal StreamShardHours { get; init; }
    public decimal StreamPutUnits { get; init; }
    public decimal FirehoseIngested { get; init; }
    public decimal FirehoseConverted { get; init; }
    public decimal S3Stored { get; init; }
    public decimal S3Puts { get; init; }
    public decimal S3Gets { get; init; }
    public decimal AthenaScanned { get; init; }
    public decimal StateTransitions { get; init; }
    public decimal ExpressRequests { get; init; }
    public decimal ExpressGbSeconds { get; init; }
    public decimal LambdaRequests { get; init; }
    public decimal LambdaGbSeconds { get; init; }
    public decimal SqsRequests { get; init; }
    public decimal DynamoDbWrites { get; init; }
    public decimal DynamoDbReads { get; init; }
    public decimal DynamoDbStored { get; init; }
    public decimal LogsIngested { get; init; }
    public decimal LogsStored { get; init; }
    public decimal RedshiftRpuHours { get; init; }
    public decimal RedshiftStored { get; init; }
    public decimal Alarms { get; init; }
    public decimal CustomMetrics { get; init; }
    public decimal Dashboards { get; init; }
}
