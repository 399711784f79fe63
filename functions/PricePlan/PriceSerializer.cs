using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using PricePlan;
using Pricing;

[assembly: LambdaSerializer(typeof(PriceSerializer))]

namespace PricePlan;

/// <summary>The wire format of the domain, without reflection.</summary>
public sealed class PriceSerializer() : SourceGeneratorLambdaJsonSerializer<PricingJson>(
    (JsonSerializerOptions options) => PricingJson.Configure(options));
