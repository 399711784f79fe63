using Amazon.DynamoDBv2;
using Amazon.S3;
using RealTime.Fleet;
using RealTime.Tables;
using StreamStorage;

namespace StoreApp.Fleet;

/// <summary>What the page of the fleet shows.</summary>
/// <param name="Alerts">The table that <paramref name="Tables"/> reads too, to be written by who acknowledges an alert.</param>
internal sealed record FleetSources(TableReads Tables, ITable Alerts, IRoutes Routes, TimeProvider Clock)
{
    /// <param name="prefix">What the tables' names begin with.</param>
    /// <param name="lake">The bucket with the dispatched routes.</param>
    public static FleetSources Of(IAmazonDynamoDB dynamo, string prefix, IAmazonS3 s3, string lake, TimeProvider clock) => new(
        new(dynamo, prefix, clock),
        new DynamoTable(dynamo, $"{prefix}{TableSchema.Alerts.Name}", TableSchema.Alerts, clock),
        new S3Routes(s3, lake, clock),
        clock);
}
