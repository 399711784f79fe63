using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Replenishment;
using StoreTruck;

[assembly: LambdaSerializer(typeof(WaveSerializer))]

namespace StoreTruck;

/// <summary>What the function is called with and what it answers, in the wire format of everything else.</summary>
public sealed class WaveSerializer() : SourceGeneratorLambdaJsonSerializer<WaveJson>(options => ReplenishmentJson.Configure(options));

[JsonSerializable(typeof(WaveStart))]
[JsonSerializable(typeof(WaveAnswer))]
public sealed partial class WaveJson : JsonSerializerContext;
