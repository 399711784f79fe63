using RealTime.Alerts;
using RealTime.Detection;
using RealTime.Processing;
using RealTime.Streams;
using RealTime.Tables;
using RealTime.Tests.Memory;

namespace RealTime.Tests.Alerts;

/// <summary>From events to alerts that were told.</summary>
public sealed class AlertTests
{
    private const string AlertId = "truck#D01-T03|cargo_warm|2026-11-26T22:20";

    // Above 8 from the fourth minute to the eighth; never rising so fast that it counts as warming.
    private static readonly double[] Cargo = [7, 7.4, 7.8, 8.2, 8.6, 9, 9, 8.6, 8, 7.4, 6.4, 6.2, 6, 6, 6];

    private readonly Stage stage = new();

    [Fact]
    public async Task An_incident_opens_one_alert_is_told_to_each_audience_once_and_cleared_when_it_is_over()
    {
        await SendAsync(stage.Start(KnownStreams.Telemetry));

        var alert = Assert.Single(stage.Alerts.Items);
        Assert.Equal(
            (AlertId, "cleared", "2026-11-26T22:20:00.000Z", "2026-11-26T22:27:00.000Z"),
            (alert.Text("alert_id"), alert.Text("status"), alert.Text("opened_at"), alert.Text("cleared_at")));
        Assert.Equal(
            [
                (AlertId, false, Audience.Driver), (AlertId, false, Audience.Fleet),
                (AlertId, true, Audience.Driver), (AlertId, true, Audience.Fleet),
            ],
            stage.Told);
    }

    [Fact]
    public async Task A_crash_before_or_after_any_call_leaves_the_same_alerts_all_of_them_told()
    {
        var calm = new Stage();
        await SendAsync(calm.Start(KnownStreams.Telemetry));
        for (var call = 1; ; call++)
        {
            var crashed = new Stage();
            if (!await CrashesAsync(crashed, call))
            {
                Assert.InRange(call, 50, 1_000);
                break;
            }

            Assert.Equal(calm.Alerts.Items.Select(Text), crashed.Alerts.Items.Select(Text));
            Assert.Equal(calm.Told, crashed.Told.Distinct());
        }
    }

    [Fact]
    public async Task While_the_topic_is_down_counting_goes_on_and_afterwards_the_alert_is_told()
    {
        stage.Before = name =>
        {
            if (name == "publish")
            {
                throw new AlertsUndeliveredException("Down.");
            }
        };
        var processor = stage.Start(KnownStreams.Telemetry);

        var results = await SendAsync(processor);
        Assert.All(results, result => Assert.Null(result.FailedFrom));
        Assert.Equal(1, results[^1].AlertsUndelivered);
        Assert.False(Assert.Single(stage.Alerts.Items).Flag("notified"));

        stage.Before = _ => { };
        await processor.ProcessAsync([Record(Cargo.Length)]);
        Assert.Equal(4, stage.Told.Count);
        Assert.True(Assert.Single(stage.Alerts.Items).Flag("notified"));
    }

    [Fact]
    public async Task An_alert_says_who_acknowledged_it_first_and_is_cleared_all_the_same()
    {
        var processor = stage.Start(KnownStreams.Telemetry);
        await processor.ProcessAsync([.. Enumerable.Range(0, 7).Select(Record)]);
        var at = new DateTimeOffset(2026, 11, 26, 22, 23, 0, TimeSpan.Zero);

        Assert.False(await Acknowledgement.WriteAsync(stage.Alerts, "truck#none|cargo_warm|2026-11-26T22:20", "ann", at));
        Assert.True(await Acknowledgement.WriteAsync(stage.Alerts, AlertId, "ann", at));
        Assert.True(await Acknowledgement.WriteAsync(stage.Alerts, AlertId, "bob", at.AddMinutes(1)));
        var open = Assert.Single(stage.Alerts.Items);
        Assert.Equal(("open", "ann", "2026-11-26T22:23:00.000Z"), (open.Text("status"), open.Text("acknowledged_by"), open.Text("acknowledged_at")));

        await processor.ProcessAsync([.. Enumerable.Range(7, Cargo.Length - 7).Select(Record)]);
        var cleared = Assert.Single(stage.Alerts.Items);
        Assert.Equal(("cleared", "ann"), (cleared.Text("status"), cleared.Text("acknowledged_by")));
        Assert.Equal(4, stage.Told.Count);
    }

    [Fact]
    public void A_message_says_what_a_receiver_needs()
    {
        var change = new AlertChange(
            "truck#D01-T03", "cargo_warm", Events.Start, Events.Start.AddMinutes(7), 6.25, [Audience.Driver], new Place(535_500_000, 99_900_000));

        Assert.Equal(
            """
            {"alert_id":"truck#D01-T03|cargo_warm|2026-11-26T22:15","change":"cleared","audience":"driver","kind":"cargo_warm",
            "key":"truck#D01-T03","value":6.25,"opened_at":"2026-11-26T22:15:00.000Z","cleared_at":"2026-11-26T22:22:00.000Z",
            "latitude":53.55,"longitude":9.99}
            """.ReplaceLineEndings(""),
            change.Message(Audience.Driver));
    }

    /// <returns>Whether there were so many calls that it crashed. After a crash a new process goes on with the same batch.</returns>
    private static async Task<bool> CrashesAsync(Stage stage, int atCall)
    {
        var calls = 0;
        void Call(string name)
        {
            if (++calls == atCall)
            {
                throw new InvalidOperationException("Crash.");
            }
        }

        foreach (var table in stage.Tables)
        {
            (table.Before, table.After) = (Call, Call);
        }

        stage.Before = Call;
        var processor = stage.Start(KnownStreams.Telemetry);
        for (var minute = 0; minute < Cargo.Length; minute++)
        {
            try
            {
                await processor.ProcessAsync([Record(minute)]);
            }
            catch (InvalidOperationException)
            {
                processor = stage.Start(KnownStreams.Telemetry);
                minute--;
            }
        }

        return calls >= atCall;
    }

    private static async Task<IReadOnlyList<BatchResult>> SendAsync(StreamProcessor processor)
    {
        var results = new List<BatchResult>();
        for (var minute = 0; minute < Cargo.Length; minute++)
        {
            results.Add(await processor.ProcessAsync([Record(minute)]));
        }

        return results;
    }

    private static StreamRecord Record(int minute)
    {
        var at = Events.Start.AddMinutes(minute);
        return Events.Record(
            Events.Truck($"e-{minute}", at: at, cargo: minute < Cargo.Length ? Cargo[minute] : 6).ToJsonString(), minute, arrived: at.AddSeconds(2));
    }

    private static string Text(Item item)
    {
        item[Attributes.Revision] = ItemValue.Of(0);
        return System.Text.Encoding.UTF8.GetString(ItemJson.ToBytes(item));
    }
}
