using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pricing;

/// <summary>The JSON that crosses a process boundary: snake_case.</summary>
[JsonSourceGenerationOptions]
[JsonSerializable(typeof(PriceRequest))]
[JsonSerializable(typeof(PriceResult))]
public sealed partial class PricingJson : JsonSerializerContext
{
    public static PricingJson Wire { get; } = new(Configure(new JsonSerializerOptions()));

    /// <returns>The same options, set to the wire format.</returns>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        return options;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PriceRule))]
internal sealed partial class PriceRuleJson : JsonSerializerContext;
