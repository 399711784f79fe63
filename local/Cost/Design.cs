namespace Cost;

/// <summary>A way to build the pipeline: what a load makes it use in a month.</summary>
internal sealed class Design
{
    private const decimal Gb = 1L << 30;
    private const decimal AthenaLeast = 10L << 20;
    private const int BilledRecordBytes = 5 * 1024;
    private const int BilledMessageBytes = 64 * 1024;
    private const int FirehoseFileBytes = 128 << 20;
    private const int EntriesOfSqsBatch = 10;
    private const int SecondsPerDay = 24 * 60 * 60;
    private const int SecondsOfLongPoll = 20;

    // Express memory is billed in chunks of 64 MB, and a child of this size takes one.
    private const decimal ExpressGb = 0.0625m;

    // Requests that no truck can carry wait in a queue of their own.
    private const int QueuesOfTrucks = 2;

    // Four receivers find both queues empty at the end, once more one does, and both are asked how much they hold.
    private const int RequestsOfWave = 12;

    // PlanStores, SendBatches, SendDeliveries, AllSent, BatchSent.
    private const int StatesOfChild = 5;

    private readonly Load load;
    private readonly Assumptions assumed;
    private readonly Shortages shortages;

    public Design(Load load, Assumptions assumed)
    {
        this.load = load;
        this.assumed = assumed;
        shortages = Shortages.Of(load, assumed);
    }

    private decimal OrdersPerMonth => shortages.Lines * load.Runs;

    private decimal Waves => Math.Ceiling(shortages.Rows / assumed.DeliveriesPerWave);

    // A month. They find nothing: what an execution planned went out with its end.
    private decimal IdleCalls => assumed.WaveCallsPerDay * Load.DaysPerMonth;

    /// <summary>
    /// The usage of the design that is deployed: Parquet in partitions, Express children of several stores, requests sent
    /// in batches.
    /// </summary>
    public Usage Deployed()
    {
        var rowsPerChild = shortages.RowsPerBatch(assumed);
        var children = Math.Ceiling(shortages.Rows / rowsPerChild);
        var invocationSeconds = assumed.PlanningSeconds + (rowsPerChild * assumed.PlanningSecondsPerStore);
        return WithTrucks(children, invocationSeconds, SendRequests(children, rowsPerChild)) with
        {
            // A state transition starts each child of a Distributed Map.
            StateTransitions = load.Runs * (assumed.ParentStates + children),
            ExpressRequests = load.Runs * children,
            ExpressGbSeconds = load.Runs * children * assumed.ChildSeconds * ExpressGb,
        };
    }

    /// <summary>The same with Standard children, each of a single row and its message.</summary>
    public Usage Unbatched()
    {
        var children = shortages.Rows;
        var invocationSeconds = assumed.PlanningSeconds + assumed.PlanningSecondsPerStore;
        return WithTrucks(children, invocationSeconds, SendRequests(children, rowsOfChild: 1)) with
        {
            StateTransitions = load.Runs * (assumed.ParentStates + (children * (1 + StatesOfChild))),
        };
    }

    /// <summary>
    /// The workshop that the pipeline replaces: a Firehose record a reading, JSON that every query reads whole, and for
    /// each low line a Map iteration, a Lambda invocation and a message. It keeps no ledger and has no alarms.
    /// </summary>
    public Usage Workshop()
    {
        var invocations = OrdersPerMonth + load.Runs;
        var logs = invocations * assumed.LogBytesPerInvocation / Gb;
        var kept = load.Readings * assumed.DaysKept * assumed.ReadingBytes;
        return new()
        {
            FirehoseIngested = Monthly(load.Readings * BilledBytes(assumed.ReadingBytes, documents: 1)),
            S3Stored = kept / Gb,
            S3Puts = Load.DaysPerMonth * FilesPerDay(assumed.ReadingBytes),
            S3Gets = load.Runs * FilesPerDay(assumed.ReadingBytes) * assumed.DaysKept * assumed.GetsPerFile,
            AthenaScanned = load.Runs * Math.Max(kept, AthenaLeast) / Gb,
            StateTransitions = OrdersPerMonth + load.Runs,
            LambdaRequests = invocations,
            LambdaGbSeconds = invocations * (assumed.PlanningSeconds + assumed.PlanningSecondsPerStore) * assumed.PlanningGb,
            // Sent, received and deleted one by one.
            SqsRequests = (3 * OrdersPerMonth) + IdlePolls(),
            LogsIngested = logs,
            LogsStored = Stored(logs),
        };
    }

    private Usage WithTrucks(decimal children, decimal invocationSeconds, decimal sends)
    {
        var invocations = children + Waves;
        var logs = load.Runs / Gb * ((shortages.Lines * assumed.LogBytesPerLine)
            + (shortages.Rows * assumed.LogBytesPerRow)
            + (children * assumed.LogBytesPerChild)
            + (invocations * assumed.LogBytesPerInvocation))
            + (IdleCalls / Gb * assumed.LogBytesPerInvocation);
        var ingested = Monthly(
            (load.Readings * Packed(assumed.ReadingBytes)) + (load.RunsPerDay * shortages.Lines * Packed(assumed.DispatchBytes)));
        var scanned = assumed.DaysQueried * load.Readings * assumed.ParquetBytes;
        return new()
        {
            FirehoseIngested = ingested,
            FirehoseConverted = ingested,
            S3Stored = assumed.DaysKept * assumed.ParquetBytes * (load.Readings + (load.RunsPerDay * shortages.Lines)) / Gb,
            S3Puts = (Load.DaysPerMonth * FilesPerDay(assumed.ParquetBytes)) + (load.Runs * assumed.ObjectsPerRun),
            S3Gets = load.Runs * FilesPerDay(assumed.ParquetBytes) * assumed.DaysQueried * assumed.GetsPerFile,
            AthenaScanned = load.Runs * Math.Max(scanned, AthenaLeast) / Gb,
            LambdaRequests = (load.Runs * invocations) + IdleCalls,
            LambdaGbSeconds = (load.Runs * children * invocationSeconds * assumed.PlanningGb)
                + (assumed.TruckGb * ((load.Runs * WaveSeconds()) + (IdleCalls * assumed.IdleCallSeconds))),
            SqsRequests = (load.Runs * (sends + ReceiveRequests() + (Waves * RequestsOfWave))) + (QueuesOfTrucks * IdleCalls),
            // An order is looked up, written, and marked when the stream has taken its dispatch.
            // The order, its shelf, and what the shelf got last.
            DynamoDbReads = 3 * OrdersPerMonth,
            // The order and its shelf in a transaction, which costs twice, and the mark that it was streamed.
            // Besides, each call takes the lease and gives it back.
            DynamoDbWrites = (5 * OrdersPerMonth) + (2 * IdleCalls),
            DynamoDbStored = load.RunsPerDay * shortages.Lines * assumed.LedgerDays * assumed.LedgerItemBytes / Gb,
            LogsIngested = logs,
            LogsStored = Stored(logs),
            Alarms = assumed.Alarms,
            CustomMetrics = assumed.CustomMetrics,
            Dashboards = assumed.Dashboards,
        };
    }

    private static decimal Monthly(decimal bytesPerDay) => bytesPerDay * Load.DaysPerMonth / Gb;

    private decimal Stored(decimal logs) => logs * assumed.LogDays / Load.DaysPerMonth;

    /// <summary>Bytes billed for a document among so many in a record.</summary>
    private static decimal BilledBytes(decimal documentBytes, decimal documents) =>
        Math.Ceiling(documentBytes * documents / BilledRecordBytes) * BilledRecordBytes / documents;

    private decimal Packed(decimal documentBytes) => BilledBytes(documentBytes, Math.Floor(assumed.RecordBytes / documentBytes));

    /// <summary>Files of the readings: by time, or where there is more, by size.</summary>
    private decimal FilesPerDay(decimal bytesOfReading) => Math.Max(
        SecondsPerDay / assumed.BufferSeconds, Math.Ceiling(load.Readings * bytesOfReading / FirehoseFileBytes));

    private decimal SendRequests(decimal children, decimal rowsOfChild)
    {
        var messages = Math.Min(rowsOfChild, EntriesOfSqsBatch);
        var batches = Math.Ceiling(rowsOfChild / EntriesOfSqsBatch);
        return children * batches * Units(messages);
    }

    // Received in batches, and deleted in batches.
    private decimal ReceiveRequests() => Math.Ceiling(shortages.Rows / EntriesOfSqsBatch) * (Units(EntriesOfSqsBatch) + 1);

    private decimal Units(decimal messages) => Math.Ceiling(messages * shortages.DeliveryBytes(assumed) / BilledMessageBytes);

    private decimal WaveSeconds() => (Waves * assumed.WaveSeconds) + (shortages.Rows * assumed.WaveSecondsPerDelivery);

    private decimal IdlePolls() => assumed.PollersOfQueue * Load.DaysPerMonth * SecondsPerDay / SecondsOfLongPoll;
}
