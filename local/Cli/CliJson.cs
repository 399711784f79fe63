using System.Text.Json.Serialization;

namespace Local.Cli;

/// <summary>The documents that <c>--output json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RouteResult))]
internal sealed partial class CliJson : JsonSerializerContext;
