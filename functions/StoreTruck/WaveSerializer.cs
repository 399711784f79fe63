using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Replenishment;
using StoreTruck;

[assembly: LambdaSerializer(typeof(WaveSerializer))]

namespace StoreTruck;

/// <summary>Reads the function's input and writes its answer, in the wire format of all other messages.</summary>
public sealed class WaveSerializer() : SourceGeneratorLambdaJsonSerializer<WaveJson>(options => ReplenishmentJson.Configure(options));

[JsonSerializable(typeof(WaveStart))]
[JsonSerializable(typeof(WaveAnswer))]
public sealed partial class WaveJson : JsonSerializerContext;
