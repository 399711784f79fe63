using System.Text.Json.Serialization;

namespace Local.Cli;

/// <summary>The documents that <c>--output json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CostResult))]
[JsonSerializable(typeof(DemoResult))]
[JsonSerializable(typeof(ExecutionResult))]
[JsonSerializable(typeof(GraphResult))]
[JsonSerializable(typeof(IngestCounts))]
[JsonSerializable(typeof(LoadResult))]
[JsonSerializable(typeof(QueueChange))]
[JsonSerializable(typeof(QueueResult))]
[JsonSerializable(typeof(RouteResult))]
[JsonSerializable(typeof(StoresResult))]
[JsonSerializable(typeof(TrucksResult))]
internal sealed partial class CliJson : JsonSerializerContext;
