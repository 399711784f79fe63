using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cost;

/// <summary>List prices of one day in one Region, and what a bill assumes of the pipeline.</summary>
internal sealed record PriceTable(
    DateOnly Date,
    string Region,
    Prices Prices,
    Assumptions Assumptions,
    RealTimeAssumptions RealTime,
    KafkaAssumptions Kafka,
    PricingAssumptions Pricing,
    WarehouseAssumptions Warehouse,
    SearchAssumptions Search)
{
    private const string Shipped = "prices.json";

    /// <param name="path">Null: the table beside the program.</param>
    /// <exception cref="PriceTableException">It is missing, or not a price table; the message says where.</exception>
    public static PriceTable Read(string? path)
    {
        path ??= Path.Combine(AppContext.BaseDirectory, Shipped);
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, PriceJson.Default.PriceTable)
                ?? throw new PriceTableException($"{path}: expected a price table, found null.");
        }
        catch (JsonException error)
        {
            throw new PriceTableException($"{path}: {error.Message}");
        }
    }
}

/// <param name="Usd">The price in US dollars of as many units as <paramref name="Per"/> says.</param>
/// <param name="Unit">The unit that is counted.</param>
/// <param name="Source">The page it was read from.</param>
internal sealed record Price(decimal Usd, decimal Per, string Unit, string Source)
{
    public decimal Of(decimal units) => units * Usd / Per;
}

/// <summary>A number that a bill rests on and no price list knows.</summary>
internal sealed record Assumed(decimal Value, string What)
{
    public string InWords => FormattableString.Invariant($"{Value:#,0.#####} {What}");

    public static implicit operator decimal(Assumed assumed) => assumed.Value;
}

internal sealed record Prices(
    Price StreamShardHours,
    Price StreamPutUnits,
    Price KafkaBrokerHours,
    Price KafkaStored,
    Price KafkaPollerHours,
    Price FirehoseIngested,
    Price FirehoseConverted,
    Price S3Stored,
    Price S3Puts,
    Price S3Gets,
    Price AthenaScanned,
    Price StateTransitions,
    Price ExpressRequests,
    Price ExpressGbSeconds,
    Price LambdaRequests,
    Price LambdaGbSeconds,
    Price SqsRequests,
    Price DynamoDbWrites,
    Price DynamoDbReads,
    Price DynamoDbStored,
    Price LogsIngested,
    Price LogsStored,
    Price RedshiftRpuHours,
    Price RedshiftStored,
    Price SearchOcuHours,
    Price SearchStored,
    Price Alarms,
    Price CustomMetrics,
    Price Dashboards);

internal sealed record Assumptions(
    Assumed LowShare,
    Assumed ReadingBytes,
    Assumed DispatchBytes,
    Assumed RecordBytes,
    Assumed ParquetBytes,
    Assumed DaysKept,
    Assumed DaysQueried,
    Assumed BufferSeconds,
    Assumed GetsPerFile,
    Assumed ObjectsPerRun,
    Assumed ParentStates,
    Assumed StoresPerBatch,
    Assumed LinesPerRow,
    Assumed RowBytes,
    Assumed LineBytes,
    Assumed DeliveryBytes,
    Assumed DeliveryLineBytes,
    Assumed ChildSeconds,
    Assumed PlanningSeconds,
    Assumed PlanningSecondsPerStore,
    Assumed PlanningGb,
    Assumed DeliveriesPerWave,
    Assumed WaveSeconds,
    Assumed WaveSecondsPerDelivery,
    Assumed TruckGb,
    Assumed WaveCallsPerDay,
    Assumed IdleCallSeconds,
    Assumed PollersOfQueue,
    Assumed LedgerItemBytes,
    Assumed LedgerDays,
    Assumed LogBytesPerLine,
    Assumed LogBytesPerRow,
    Assumed LogBytesPerChild,
    Assumed LogBytesPerInvocation,
    Assumed LogDays,
    Assumed Alarms,
    Assumed CustomMetrics,
    Assumed Dashboards)
{
    /// <summary>All assumptions as sentences, in the file's order.</summary>
    public IEnumerable<string> InWords() =>
    [
        .. new[]
        {
            LowShare, ReadingBytes, DispatchBytes, RecordBytes, ParquetBytes, DaysKept, DaysQueried, BufferSeconds, GetsPerFile,
            ObjectsPerRun, ParentStates, StoresPerBatch, LinesPerRow, RowBytes, LineBytes, DeliveryBytes, DeliveryLineBytes,
            ChildSeconds, PlanningSeconds, PlanningSecondsPerStore, PlanningGb, DeliveriesPerWave, WaveSeconds,
            WaveSecondsPerDelivery, TruckGb, WaveCallsPerDay, IdleCallSeconds, PollersOfQueue, LedgerItemBytes, LedgerDays, LogBytesPerLine, LogBytesPerRow, LogBytesPerChild, LogBytesPerInvocation,
            LogDays, Alarms, CustomMetrics, Dashboards,
        }.Select(assumed => assumed.InWords),
    ];
}

/// <summary>The further assumptions behind the bill of <c>realtime: true</c>.</summary>
internal sealed record RealTimeAssumptions(
    Assumed HoursOnRoad,
    Assumed SecondsPerPosition,
    Assumed PositionBytes,
    Assumed VisitBytes,
    Assumed RecordsPerShard,
    Assumed BatchSize,
    Assumed BatchSeconds,
    Assumed RecordSeconds,
    Assumed SilenceSeconds,
    Assumed FunctionGb,
    Assumed ParquetBytes,
    Assumed MinuteItemBytes,
    Assumed MinuteDays,
    Assumed PositionItemBytes,
    Assumed ModelWrites,
    Assumed Alarms,
    Assumed CustomMetrics)
{
    /// <summary>All assumptions as sentences, in the file's order.</summary>
    public IEnumerable<string> InWords() =>
    [
        .. new[]
        {
            HoursOnRoad, SecondsPerPosition, PositionBytes, VisitBytes, RecordsPerShard, BatchSize, BatchSeconds, RecordSeconds, SilenceSeconds,
            FunctionGb, ParquetBytes, MinuteItemBytes, MinuteDays, PositionItemBytes, ModelWrites, Alarms, CustomMetrics,
        }.Select(assumed => assumed.InWords),
    ];
}

/// <summary>The further assumptions behind the bill of <c>source: kafka</c>.</summary>
internal sealed record KafkaAssumptions(Assumed Brokers, Assumed VolumeGb, Assumed Pollers, Assumed Alarms)
{
    /// <summary>All assumptions as sentences, in the file's order.</summary>
    public IEnumerable<string> InWords() => new[] { Brokers, VolumeGb, Pollers, Alarms }.Select(assumed => assumed.InWords);
}

/// <summary>The further assumptions behind the bill of <c>pricing: true</c>.</summary>
internal sealed record PricingAssumptions(
    Assumed DaysQueried,
    Assumed ParentStates,
    Assumed ProductsPerBatch,
    Assumed BatchSeconds,
    Assumed ProductSeconds,
    Assumed FunctionGb,
    Assumed PriceItemBytes,
    Assumed LogBytesPerProduct,
    Assumed Alarms,
    Assumed CustomMetrics)
{
    /// <summary>All assumptions as sentences, in the file's order.</summary>
    public IEnumerable<string> InWords() =>
    [
        .. new[]
        {
            DaysQueried, ParentStates, ProductsPerBatch, BatchSeconds, ProductSeconds, FunctionGb, PriceItemBytes, LogBytesPerProduct, Alarms, CustomMetrics,
        }.Select(assumed => assumed.InWords),
    ];
}

/// <summary>The further assumptions behind the bill of <c>warehouse: redshift</c>.</summary>
internal sealed record WarehouseAssumptions(Assumed Rpu, Assumed MinutesAwake, Assumed States, Assumed RowBytes, Assumed LogBytes, Assumed Alarms)
{
    /// <summary>All assumptions as sentences, in the file's order.</summary>
    public IEnumerable<string> InWords() => new[] { Rpu, MinutesAwake, States, RowBytes, LogBytes, Alarms }.Select(assumed => assumed.InWords);
}

/// <summary>The further assumptions behind the bill of <c>search: opensearch</c>.</summary>
internal sealed record SearchAssumptions(
    Assumed IndexingOcus,
    Assumed SearchingOcus,
    Assumed HoursSearched,
    Assumed DocumentBytes,
    Assumed DaysFound,
    Assumed BatchSeconds,
    Assumed RecordSeconds,
    Assumed FunctionGb,
    Assumed Alarms,
    Assumed CustomMetrics)
{
    /// <summary>All assumptions as sentences, in the file's order.</summary>
    public IEnumerable<string> InWords() =>
    [
        .. new[]
        {
            IndexingOcus, SearchingOcus, HoursSearched, DocumentBytes, DaysFound, BatchSeconds, RecordSeconds, FunctionGb, Alarms, CustomMetrics,
        }.Select(assumed => assumed.InWords),
    ];
}

internal sealed class PriceTableException(string message) : Exception(message);

/// <summary>A price that is missing or a name nobody knows is a mistake to tell, not a zero in the bill.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PriceTable))]
internal sealed partial class PriceJson : JsonSerializerContext;
