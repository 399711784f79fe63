using System.Text.Json.Serialization;
using JsonValues;
using Lake.Import;
using Local.StreamMinutes;

namespace Local.Cli;

/// <summary>The documents that <c>--output json</c> prints.</summary>
// With room for the document around an execution's data.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = Json.DeepestNesting + 8)]
[JsonSerializable(typeof(AlertsResult))]
[JsonSerializable(typeof(CostResult))]
[JsonSerializable(typeof(DemoResult))]
[JsonSerializable(typeof(DriveResult))]
[JsonSerializable(typeof(ExecutionResult))]
[JsonSerializable(typeof(GraphResult))]
[JsonSerializable(typeof(ImportCounts))]
[JsonSerializable(typeof(KeysResult))]
[JsonSerializable(typeof(LoadOutput))]
[JsonSerializable(typeof(LoadResult))]
[JsonSerializable(typeof(MarketResult))]
[JsonSerializable(typeof(MinutesResult))]
[JsonSerializable(typeof(PricesResult))]
[JsonSerializable(typeof(QueueChange))]
[JsonSerializable(typeof(QueueResult))]
[JsonSerializable(typeof(ResendResult))]
[JsonSerializable(typeof(RouteResult))]
[JsonSerializable(typeof(StatementResult))]
[JsonSerializable(typeof(StoresResult))]
[JsonSerializable(typeof(StreamsResult))]
[JsonSerializable(typeof(TrucksResult))]
[JsonSerializable(typeof(VisitsResult))]
[JsonSerializable(typeof(WarehouseResult))]
internal sealed partial class CliJson : JsonSerializerContext;
