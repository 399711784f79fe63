using RealTime.Alerts;
using RealTime.Fleet;
using RealTime.Processing;
using RealTime.Streams;
using RealTime.Tests.Memory;

namespace RealTime.Tests.Alerts;

public sealed class SilenceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, DateTimeOffset> Nobody = [];

    [Theory]
    [InlineData(5, true, false)]
    [InlineData(6, true, true)]
    [InlineData(6, false, false)]
    [InlineData(24 * 60, true, false)]
    public void A_truck_on_its_route_is_silent_after_five_minutes(int minutesAgo, bool isOnRoute, bool isSilent) =>
        Assert.Equal(isSilent, Silence.Changes([Truck("T1", minutesAgo, isOnRoute)], Nobody, Now).Count == 1);

    [Fact]
    public void Who_is_known_to_be_silent_is_not_told_of_again_and_cleared_when_he_sends_ends_his_route_or_is_gone()
    {
        var open = Enumerable.Range(1, 4).ToDictionary(number => $"T{number}", _ => Now.AddMinutes(-30));

        var changes = Silence.Changes([Truck("T1", 10, true), Truck("T2", 1, true), Truck("T3", 10, false)], open, Now);

        Assert.Equal(["T2|silent|2026-11-26T11:30", "T3|silent|2026-11-26T11:30", "T4|silent|2026-11-26T11:30"], changes.Select(change => change.AlertId));
        Assert.All(changes, change => Assert.True(change.IsCleared));
    }

    [Fact]
    public async Task The_check_of_each_minute_tells_of_a_truck_once_and_clears_it_when_it_sends_again()
    {
        var stage = new Stage();
        var processor = stage.Start(KnownStreams.Telemetry);
        var check = new SilenceCheck(stage.Ports, processor, stage.Clock);
        async Task SendAsync(string id)
        {
            var now = stage.Clock.GetUtcNow();
            await processor.ProcessAsync([Events.Record(Events.Truck(id, at: now, cargo: 20).ToJsonString(), arrived: now)]);
        }

        for (var minute = 0; minute < 3; minute++)
        {
            await SendAsync($"e-{minute}");
            stage.Clock.Advance(TimeSpan.FromMinutes(1));
            await check.RunAsync();
        }

        // Its third minute is judged although it began no fourth.
        stage.Clock.Advance(TimeSpan.FromMinutes(2));
        await check.RunAsync();
        Assert.Equal(["truck#D01-T03|cargo_warm|2026-11-20T09:02"], stage.Told.Select(told => told.AlertId).Distinct());

        for (var minute = 0; minute < 5; minute++)
        {
            stage.Clock.Advance(TimeSpan.FromMinutes(1));
            await check.RunAsync();
        }

        Assert.Single(stage.Told, told => told.AlertId == "truck#D01-T03|silent|2026-11-20T09:02" && !told.IsCleared);
        await SendAsync("e-again");
        Assert.Equal(0, (await check.RunAsync()).Silent);
        Assert.Single(stage.Told, told => told.AlertId == "truck#D01-T03|silent|2026-11-20T09:02" && told.IsCleared);
    }

    private static TruckSighting Truck(string key, int minutesAgo, bool isOnRoute) => new(key, Now.AddMinutes(-minutesAgo), isOnRoute, default);
}
