namespace Cost;

/// <summary>The load of trucks and shops on the streams.</summary>
/// <param name="Trucks">The number of trucks on the road every day.</param>
/// <param name="VisitsPerDay">Records of pages that were visited, of all shops.</param>
internal sealed record StreamLoad(int Trucks, int VisitsPerDay);

/// <summary>The part that <c>realtime: true</c> adds: what the streams make it use in a month.</summary>
internal sealed class RealTimeDesign(StreamLoad load, Assumptions common, RealTimeAssumptions assumed)
{
    private const decimal Gb = 1L << 30;
    private const int SecondsPerHour = 60 * 60;
    private const int HoursPerDay = 24;
    private const int BilledRecordBytes = 5 * 1024;
    private const int BilledPutBytes = 25 * 1024;
    private const int MinutesOfModel = 60;

    public Usage Deployed()
    {
        var secondsOnRoad = assumed.HoursOnRoad * SecondsPerHour;
        var positions = Month(load.Trucks * secondsOnRoad / assumed.SecondsPerPosition);
        var visits = Month(load.VisitsPerDay);
        var truckMinutes = Month(load.Trucks * assumed.HoursOnRoad * 60);
        var shards = Shards(load.Trucks / assumed.SecondsPerPosition) + Shards(load.VisitsPerDay / (decimal)secondsOnRoad);
        var invocations = Invocations(positions) + Invocations(visits);
        var silenceChecks = Month(HoursPerDay * 60);

        // A record comes to its row alone, because a batch is gathered for a second and a key reports less often.
        var rowsWritten = positions + visits;
        var rowsMade = truckMinutes + visits;
        var ingested = ((positions + visits) * BilledRecordBytes) / Gb;
        var logs = (invocations + silenceChecks) * common.LogBytesPerInvocation / Gb;
        return new()
        {
            StreamShardHours = Month(shards * HoursPerDay),
            StreamPutUnits = (positions * Math.Ceiling(assumed.PositionBytes / BilledPutBytes)) + (visits * Math.Ceiling(assumed.VisitBytes / BilledPutBytes)),
            FirehoseIngested = ingested,
            FirehoseConverted = ingested,
            S3Stored = common.DaysKept / Load.DaysPerMonth * (positions + visits) * assumed.ParquetBytes / Gb,
            S3Puts = 2 * Month(HoursPerDay * SecondsPerHour / common.BufferSeconds),
            LambdaRequests = invocations + silenceChecks,
            LambdaGbSeconds = assumed.FunctionGb
                * ((invocations * assumed.BatchSeconds) + ((positions + visits) * assumed.RecordSeconds) + (silenceChecks * assumed.SilenceSeconds)),
            // The row before it is written; once a minute the rows to judge.
            DynamoDbReads = rowsWritten + rowsMade + Month(HoursPerDay * 60 * Math.Ceiling(load.Trucks * assumed.PositionItemBytes / 4096) / 2),
            // The row, a new one's entry in the index, a truck's position, how far the key is judged, and once an hour its model.
            DynamoDbWrites = rowsWritten + rowsMade + positions + rowsMade + (truckMinutes / MinutesOfModel * assumed.ModelWrites),
            DynamoDbStored = ((truckMinutes + visits) / Load.DaysPerMonth * assumed.MinuteDays * assumed.MinuteItemBytes) / Gb,
            LogsIngested = logs,
            LogsStored = logs * common.LogDays / Load.DaysPerMonth,
            Alarms = assumed.Alarms,
            CustomMetrics = assumed.CustomMetrics,
        };
    }

    private static decimal Month(decimal perDay) => perDay * Load.DaysPerMonth;

    private decimal Shards(decimal recordsPerSecond) => Math.Max(1, Math.Ceiling(recordsPerSecond / assumed.RecordsPerShard));

    /// <summary>A batch a second while records come, and more where a second brings more than one holds.</summary>
    private decimal Invocations(decimal records)
    {
        var seconds = Month(assumed.HoursOnRoad * SecondsPerHour);
        return Math.Min(records, Math.Max(seconds, records / assumed.BatchSize));
    }
}
