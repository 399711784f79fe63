using System.Text;
using RealTime.Minutes;
using RealTime.Streams;
using RealTime.Tables;
using RealTime.Tests.Memory;

namespace RealTime.Tests.Minutes;

public sealed class MinuteItemTests
{
    private static readonly EventReader Reader = new(KnownStreams.Telemetry);
    private static readonly MinuteItem Items = new(KnownStreams.Telemetry);

    [Fact]
    public void A_row_as_the_table_has_it()
    {
        var row = Row(
            Events.Truck("e-2", at: Events.Start.AddSeconds(40), cargo: 5.5, metres: 100.25).ToJsonString(),
            Events.Truck("e-1", at: Events.Start.AddSeconds(10), cargo: 4, metres: 200).With("latitude", 53.5).ToJsonString());

        Assert.Equal(
            """
            {"cargo_mc_max":{"N":"5500"},"cargo_mc_min":{"N":"4000"},"cargo_mc_n":{"N":"2"},"cargo_mc_sum":{"N":"9500"},
            "count":{"N":"2"},"distance_mm":{"N":"300250"},"engine_mc_max":{"N":"85500"},"engine_mc_min":{"N":"85500"},
            "engine_mc_n":{"N":"2"},"engine_mc_sum":{"N":"171000"},"expires_at":{"N":"1798323300"},
            "first_at":{"N":"1795731310000"},"first_id":{"N":"13352981793111452888"},"first_latitude":{"N":"53.5"},
            "first_longitude":{"N":"9.99"},"k":{"S":"truck#D01-T03"},"last_at":{"N":"1795731340000"},
            "last_id":{"N":"8510997396772518127"},"last_latitude":{"N":"53.55"},"last_longitude":{"N":"9.99"},
            "late":{"N":"0"},"m":{"S":"2026-11-26T22:15"},"rev":{"N":"0"},"seen":{"B":"dh0jCgbmeO+5T1Ixlqqs2A=="},
            "slot":{"S":"truck#2026-11-26T22:15#3"},"speed_mh_max":{"N":"50000"},"speed_mh_min":{"N":"50000"},
            "speed_mh_n":{"N":"2"},"speed_mh_sum":{"N":"100000"}}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(ItemJson.ToBytes(Items.Of(row))));
    }

    [Fact]
    public void A_row_that_was_written_and_read_is_the_same()
    {
        var item = ItemJson.ToBytes(Items.Of(Row(Events.Truck("e-1").ToJsonString(), Events.Truck("e-2").With("cargo_c", null).ToJsonString())));

        Assert.Equal(item, ItemJson.ToBytes(Items.Of(Items.Read(ItemJson.Read(item)))));
    }

    [Fact]
    public void The_keys_of_a_minute_are_spread_over_slots_that_can_all_be_asked()
    {
        var slots = Enumerable.Range(0, 200).Select(truck => MinuteItem.Slot($"truck#D01-T{truck}", Events.Start)).Distinct().Order();

        Assert.Equal(Enumerable.Range(0, MinuteItem.Slots).Select(slot => $"truck#2026-11-26T22:15#{slot}"), slots);
    }

    [Fact]
    public void A_row_has_room_for_so_many_events_and_tells_of_the_rest()
    {
        var row = new MinuteRow(new("truck#D01-T03", Events.Start)) { Seen = [.. Enumerable.Range(1, MinuteRow.MostEvents - 1).Select(hash => (ulong)hash)] };
        string[] ids = ["e-1", "e-2", "e-1"];
        var arrivals = ids.Select(id => Arrival(Events.Truck(id).ToJsonString())).ToList();

        var folded = row.With(KnownStreams.Telemetry, arrivals);

        Assert.Equal(1, folded.Added);
        Assert.Equal("e-2", Assert.Single(folded.Full).Event.Id);
    }

    private static MinuteRow Row(params string[] events) =>
        new MinuteRow(new("truck#D01-T03", Events.Start)).With(KnownStreams.Telemetry, [.. events.Select(Arrival)]).Row;

    private static Arrival Arrival(string text) => new(
        ((EventReading.Accepted)Reader.Read(Encoding.UTF8.GetBytes(text), Events.Start.AddMinutes(1))).Event, IsLate: false, Record: 0);
}
