using System.Text.Json.Serialization;

namespace Replenishment.Planning;

/// <summary>
/// The input that a child of the Distributed Map gives StorePlanning; Step Functions gives the members their names.
/// </summary>
public sealed record PlanRequest
{
    [JsonPropertyName("BatchInput")]
    public required PlanOrigin BatchInput { get; init; }

    [JsonPropertyName("Items")]
    public required IReadOnlyList<StoreShortages> Items { get; init; }
}

/// <summary>The execution on whose behalf a plan is made.</summary>
public sealed record PlanOrigin
{
    public required string ExecutionId { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }
}
