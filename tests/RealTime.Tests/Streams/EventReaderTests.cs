using System.Text;
using RealTime.Streams;
using RealTime.Tests.Memory;

namespace RealTime.Tests.Streams;

public sealed class EventReaderTests
{
    private static readonly EventReader Telemetry = new(KnownStreams.Telemetry);
    private static readonly EventReader Visits = new(KnownStreams.Visits);

    [Fact]
    public void An_event_of_a_truck_is_read_in_whole_units()
    {
        var one = Accepted(Telemetry, Events.Truck("e-1", cargo: 4.25, speed: 51.3, metres: 120.5).ToJsonString());

        Assert.Equal("truck#D01-T03", one.Key);
        Assert.Equal(Events.Start, one.Time);
        Assert.Equal([51_300, 90_000, 120_500, 4_250, 85_500], one.Numbers);
        Assert.Equal(["D01-abc"], one.Texts);
        Assert.Equal(new Place(535_500_000, 99_900_000), one.Place);
    }

    [Fact]
    public void An_event_of_a_shop_has_the_store_and_the_page_as_its_key()
    {
        var one = Accepted(Visits, Events.Visit("e-1", url: "/p/P00042#top").ToJsonString());

        Assert.Equal("url#S0012#/p/P00042#top", one.Key);
        Assert.Equal([3, 1], one.Numbers);
        Assert.Null(one.Place);
    }

    [Fact]
    public void What_a_stream_does_not_know_is_passed_over_and_what_may_be_missing_is_unknown()
    {
        var one = Accepted(Telemetry, """
            {"event_id":"e","truck_id":"T","recorded_at":"2026-11-26T22:15:00Z","latitude":1,"longitude":2,"cargo_c":null,"colour":{"of":["paint"]}}
            """);

        Assert.All(one.Numbers, number => Assert.Null(number));
        Assert.Equal([null], one.Texts);
    }

    [Theory]
    [InlineData("2026-11-26T23:15:00.123456+01:00", "2026-11-26T22:15:00.123Z")]
    [InlineData("2026-11-26T22:15:00Z", "2026-11-26T22:15:00.000Z")]
    public void Times_are_taken_to_the_millisecond_in_utc(string text, string expected) =>
        Assert.Equal(expected, Events.Text(Accepted(Telemetry, Events.Truck("e").With("recorded_at", text).ToJsonString()).Time));

    [Theory]
    [InlineData("not JSON", "The record is not one JSON object: ")]
    [InlineData("", "The record is not one JSON object: ")]
    [InlineData("{} {}", "The record is not one JSON object: ")]
    [InlineData("[]", "The record is a JSON StartArray, not an object.")]
    [InlineData("null", "The record is a JSON Null, not an object.")]
    [InlineData("{}", "event_id is missing.")]
    [InlineData("""{"event_id":"\ud800"}""", "The record holds a text that is not UTF-8.")]
    public void What_is_no_event_is_refused(string record, string reason) =>
        Assert.StartsWith(reason, Refused(Telemetry, record), StringComparison.Ordinal);

    [Theory]
    [InlineData("event_id", "7", "event_id is 7, not a text.")]
    [InlineData("event_id", "\" \"", "event_id is missing.")]
    [InlineData("event_id", "\"é\"", "event_id is not 1 to 128 printable characters of ASCII.")]
    [InlineData("truck_id", "null", "truck_id is missing.")]
    [InlineData("truck_id", "[]", "truck_id is a list, not a text.")]
    [InlineData("latitude", "null", "latitude is missing.")]
    [InlineData("latitude", "90.5", "latitude is 90.5, not from -90 to 90.")]
    [InlineData("longitude", "\"9.99\"", "longitude is '9.99', not a number.")]
    [InlineData("cargo_c", "\"warm\"", "cargo_c is 'warm', not a number.")]
    [InlineData("cargo_c", "1e999", "cargo_c is 1e999, not a number.")]
    [InlineData("cargo_c", "true", "cargo_c is true, not a number.")]
    [InlineData("speed_kmh", "-1", "speed_kmh is -1, not from 0 to 300.")]
    [InlineData("recorded_at", "\"yesterday\"", "recorded_at is 'yesterday', not a time like 2026-11-20T09:15:00.000Z.")]
    [InlineData("recorded_at", "\"2026-11-26T22:15:00\"", "recorded_at is '2026-11-26T22:15:00', not a time like 2026-11-20T09:15:00.000Z.")]
    [InlineData("recorded_at", "1795165200000", "recorded_at is 1795165200000, not a time like 2026-11-20T09:15:00.000Z.")]
    [InlineData(
        "recorded_at",
        "\"2026-11-26T22:17:30.001Z\"",
        "recorded_at is 2026-11-26T22:17:30.001Z, more than 2 minutes after the record arrived (2026-11-26T22:15:30.000Z): the producer's clock is wrong.")]
    public void A_member_that_is_wrong_is_named_with_what_was_found_and_expected(string member, string value, string reason) =>
        Assert.Equal(reason, Refused(Telemetry, Events.Truck("e").With(member, System.Text.Json.Nodes.JsonNode.Parse(value)).ToJsonString()));

    [Theory]
    [InlineData("visits", "null", "visits is missing.")]
    [InlineData("visits", "2.5", "visits is 2.5, not a whole number.")]
    [InlineData("visits", "-1", "visits is -1, not from 0 to 1000000.")]
    [InlineData("store_id", "\"S#1\"", "store_id contains a '#', which separates the parts of a key.")]
    public void So_it_is_in_visits(string member, string value, string reason) =>
        Assert.Equal(reason, Refused(Visits, Events.Visit("e").With(member, System.Text.Json.Nodes.JsonNode.Parse(value)).ToJsonString()));

    [Fact]
    public void A_text_that_is_too_long_is_refused() =>
        Assert.Equal(
            "url has 1025 bytes; 1024 are the most.", Refused(Visits, Events.Visit("e", url: new('x', 1_025)).ToJsonString()));

    [Fact]
    public void What_is_as_old_as_a_day_when_it_arrives_is_counted_and_what_is_older_is_late()
    {
        var record = Encoding.UTF8.GetBytes(Events.Truck("e").ToJsonString());

        Assert.IsType<EventReading.Accepted>(Telemetry.Read(record, Events.Start.AddHours(24)));
        var late = Assert.IsType<EventReading.TooLate>(Telemetry.Read(record, Events.Start.AddHours(24).AddMilliseconds(1)));
        Assert.Equal(
            "recorded_at is 2026-11-26T22:15:00.000Z, more than 24 hours before the record arrived (2026-11-27T22:15:00.001Z).",
            late.Reason);
    }

    private static StreamEvent Accepted(EventReader reader, string record) =>
        Assert.IsType<EventReading.Accepted>(Read(reader, record)).Event;

    private static string Refused(EventReader reader, string record) => Assert.IsType<EventReading.Refused>(Read(reader, record)).Reason;

    private static EventReading Read(EventReader reader, string record) =>
        reader.Read(Encoding.UTF8.GetBytes(record), Events.Start.AddSeconds(30));
}
