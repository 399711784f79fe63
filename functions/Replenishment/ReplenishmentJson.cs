using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Replenishment.Dispatching;
using Replenishment.Planning;

namespace Replenishment;

/// <summary>The JSON of everything that crosses a process boundary: snake_case, times in UTC milliseconds.</summary>
/// <remarks>
/// <see cref="Wire"/> is the one to use. A serializer that builds its own options, as Lambda's does, passes them
/// through <see cref="Configure"/> to write and read the same.
/// </remarks>
[JsonSourceGenerationOptions]
[JsonSerializable(typeof(Reading))]
[JsonSerializable(typeof(Store))]
[JsonSerializable(typeof(Depot))]
[JsonSerializable(typeof(ListedProduct))]
[JsonSerializable(typeof(PlanRequest))]
[JsonSerializable(typeof(PlanResult))]
[JsonSerializable(typeof(StoreShortages))]
[JsonSerializable(typeof(IReadOnlyList<ShortLine>))]
[JsonSerializable(typeof(DeliveryRequest))]
[JsonSerializable(typeof(BatchEntry))]
[JsonSerializable(typeof(Dispatch))]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(IReadOnlyList<GivenTour>))]
public sealed partial class ReplenishmentJson : JsonSerializerContext
{
    public static ReplenishmentJson Wire { get; } = new(Configure(new JsonSerializerOptions()));

    /// <returns>The same options, set to the wire format.</returns>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        options.RespectNullableAnnotations = true;

        // An item reader over CSV hands every number over as text.
        options.NumberHandling = JsonNumberHandling.AllowReadingFromString;

        // A message body is JSON inside JSON: \" for each quote, where the default would write six bytes, keeps a plan
        // within the payload of a state. None of this is ever spliced into HTML.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new UtcTimestampConverter());

        return options;
    }
}
