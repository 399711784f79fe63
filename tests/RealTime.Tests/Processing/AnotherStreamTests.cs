using System.Text.Json.Nodes;
using RealTime.Detection;
using RealTime.Streams;
using RealTime.Tests.Memory;

namespace RealTime.Tests.Processing;

/// <summary>The example of docs/real-time.md.</summary>
public sealed class AnotherStreamTests
{
    public static StreamDefinition Gates { get; } = new(
        Name: "gates",
        KeyPrefix: "gate",
        KeyFields: ["depot_id", "gate_id"],
        TimeField: "passed_at",
        Measures:
        [
            new("passages", "passages", 1, 0, 1_000, MeasureKind.Sum) { Required = true },
            new("wait_s", "wait_ms", 1_000, 0, 86_400, MeasureKind.Range),
        ])
    {
        Texts = ["truck_id"],
        Rules =
        [
            new DetectorRule.Limit("gate_jam", "wait_s", [Audience.Fleet], Above: 900, ClearBelow: 300, Minutes: 5),
            new DetectorRule.Anomaly("gate_anomaly", "passages", [Audience.Fleet]),
        ],
    };

    [Fact]
    public async Task A_third_stream_is_counted_and_judged_by_its_definition_alone()
    {
        var stage = new Stage();
        var processor = stage.Start(Gates);
        for (var minute = 0; minute < 7; minute++)
        {
            var at = Events.Start.AddMinutes(minute);
            var one = new JsonObject
            {
                ["event_id"] = $"g-{minute}",
                ["depot_id"] = "D01",
                ["gate_id"] = "G2",
                ["passed_at"] = Events.Text(at),
                ["passages"] = 2,
                ["wait_s"] = 1_000.5,
            };
            await processor.ProcessAsync([Events.Record(one.ToJsonString(), minute, arrived: at)]);
        }

        var row = stage.Minutes.Items[0];
        Assert.Equal(
            ("gate#D01#G2", 1m, 2m, 1_000_500m),
            (row.Text("k"), row.Number("count"), row.Number("passages"), row.Number("wait_ms_max")));
        Assert.Equal(["gate#D01#G2|gate_jam|2026-11-26T22:19"], stage.Told.Select(told => told.AlertId));
    }
}
