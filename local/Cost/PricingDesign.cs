namespace Cost;

/// <summary>The part that <c>pricing: true</c> adds: what setting prices each hour makes it use in a month.</summary>
/// <param name="products">Products in stores that are priced: those of the price list, in every store.</param>
internal sealed class PricingDesign(decimal products, Load load, StreamLoad? streams, Assumptions common, RealTimeAssumptions realTime, PricingAssumptions assumed)
{
    private const decimal Gb = 1L << 30;
    private const decimal AthenaLeast = 10L << 20;
    private const int RunsPerMonth = 24 * Load.DaysPerMonth;

    // Express memory is billed in chunks of 64 MB, and a child of this size takes one.
    private const decimal ExpressGb = 0.0625m;

    public Usage Deployed()
    {
        var children = Math.Ceiling(products / assumed.ProductsPerBatch);
        var prices = products * RunsPerMonth;
        var scanned = (assumed.DaysQueried * load.Readings * common.ParquetBytes)
            + (assumed.DaysQueried * (streams?.VisitsPerDay ?? 0) * realTime.ParquetBytes);
        var logs = RunsPerMonth / Gb * ((products * assumed.LogBytesPerProduct) + (children * (common.LogBytesPerChild + common.LogBytesPerInvocation)));
        return new()
        {
            S3Puts = RunsPerMonth * common.ObjectsPerRun,
            S3Gets = RunsPerMonth * assumed.DaysQueried * common.GetsPerFile * 2 * (24 * 60 * 60 / common.BufferSeconds),
            AthenaScanned = RunsPerMonth * Math.Max(scanned, AthenaLeast) / Gb,
            // A state transition starts each child of a Distributed Map.
            StateTransitions = RunsPerMonth * (assumed.ParentStates + children),
            ExpressRequests = RunsPerMonth * children,
            ExpressGbSeconds = RunsPerMonth * children * common.ChildSeconds * ExpressGb,
            LambdaRequests = RunsPerMonth * children,
            LambdaGbSeconds = RunsPerMonth * assumed.FunctionGb * ((children * assumed.BatchSeconds) + (products * assumed.ProductSeconds)),
            // The price before is read as it stands now, and the hour's is written.
            DynamoDbReads = prices,
            DynamoDbWrites = prices,
            DynamoDbStored = products * assumed.PriceItemBytes / Gb,
            LogsIngested = logs,
            LogsStored = logs * common.LogDays / Load.DaysPerMonth,
            Alarms = assumed.Alarms,
            CustomMetrics = assumed.CustomMetrics,
        };
    }
}
