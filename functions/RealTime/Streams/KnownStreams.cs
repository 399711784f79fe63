using RealTime.Detection;

namespace RealTime.Streams;

/// <summary>The streams of the product.</summary>
public static class KnownStreams
{
    /// <summary>The stream of trucks' positions, speeds and cargo temperatures.</summary>
    public static StreamDefinition Telemetry { get; } = new(
        Name: "telemetry",
        KeyPrefix: "truck",
        KeyFields: ["truck_id"],
        TimeField: "recorded_at",
        Measures:
        [
            new("speed_kmh", "speed_mh", 1_000, 0, 300, MeasureKind.Range),
            new("heading", "heading", 1_000, 0, 360, MeasureKind.Latest),
            new("distance_m", "distance_mm", 1_000, 0, 1_000_000, MeasureKind.Sum),
            new("cargo_c", "cargo_mc", 1_000, -100, 200, MeasureKind.Range),
            new("engine_c", "engine_mc", 1_000, -100, 500, MeasureKind.Range),
        ])
    {
        Texts = ["route_id"],
        HasPosition = true,
        Rules =
        [
            // Chilled goods are kept at 2 to 7 °C. A door that stands open warms the air and not the goods, and not so fast.
            new DetectorRule.Limit("cargo_warm", "cargo_c", [Audience.Driver, Audience.Fleet], Above: 8, ClearBelow: 6.5, Minutes: 3),
            new DetectorRule.Limit("cargo_warming", "cargo_c", [Audience.Driver, Audience.Fleet], Above: 1, ClearBelow: 0.3, Minutes: 1)
            {
                RiseOver = 2,
            },
            new DetectorRule.Limit("engine_hot", "engine_c", [Audience.Driver, Audience.Fleet], Above: 110, ClearBelow: 105, Minutes: 2),
            // By itself the ensemble finds something strange in a healthy truck's temperature more than once a day.
            new DetectorRule.Anomaly("cargo_anomaly", "cargo_c", [Audience.Fleet]) { OnlyAbove = 6 },
        ],
    };

    /// <summary>The stream of visits and sales of the product pages of stores' shops.</summary>
    public static StreamDefinition Visits { get; } = new(
        Name: "visits",
        KeyPrefix: "url",
        KeyFields: ["store_id", "url"],
        TimeField: "occurred_at",
        Measures:
        [
            new("visits", "visits", 1, 0, 1_000_000, MeasureKind.Sum) { Required = true },
            new("sales", "sales", 1, 0, 1_000_000, MeasureKind.Sum),
        ])
    {
        Texts = ["product_id", "referrer"],
        Rules = [new DetectorRule.Anomaly("visits_anomaly", "visits", [Audience.Fleet])],
    };

    public static IReadOnlyList<StreamDefinition> All { get; } = [Telemetry, Visits];
}
