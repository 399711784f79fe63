using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Replenishment;
using StorePlanning;

[assembly: LambdaSerializer(typeof(PlanSerializer))]

namespace StorePlanning;

/// <summary>The wire format of the domain, without reflection.</summary>
public sealed class PlanSerializer() : SourceGeneratorLambdaJsonSerializer<ReplenishmentJson>(
    (JsonSerializerOptions options) => ReplenishmentJson.Configure(options));
