namespace StatesLanguage.Tests;

/// <summary>Timestamps in Choice rules and Wait states, to the nanosecond.</summary>
/// <remarks>
/// RFC 3339, section 5.6, with the States Language's upper-case T and Z (https://states-language.net/spec.html#timestamps). AWS names
/// the form "ISO-8601 extended offset date-time", which is java.time's, and java.time keeps nine digits of a second.
/// </remarks>
public sealed class TimestampTests
{
    private const string Whole = "2026-11-20T10:00:00";

    [Theory]
    [InlineData(Whole + "Z", Whole + ".0Z", 0)]
    [InlineData(Whole + ".1Z", Whole + ".10Z", 0)]
    [InlineData(Whole + ".1Z", Whole + ".100000000Z", 0)]
    [InlineData(Whole + ".1Z", Whole + ".2Z", -1)]
    [InlineData(Whole + ".12Z", Whole + ".1Z", 1)]
    [InlineData(Whole + ".123Z", Whole + ".124Z", -1)]
    [InlineData(Whole + ".1234Z", Whole + ".1235Z", -1)]
    [InlineData(Whole + ".12345Z", Whole + ".12346Z", -1)]
    [InlineData(Whole + ".123456Z", Whole + ".123457Z", -1)]
    [InlineData(Whole + ".1234567Z", Whole + ".1234568Z", -1)]
    [InlineData(Whole + ".12345678Z", Whole + ".12345679Z", -1)]
    [InlineData(Whole + ".123456789Z", Whole + ".123456790Z", -1)]
    [InlineData(Whole + ".123456789Z", Whole + ".123456788Z", 1)]
    [InlineData(Whole + ".000000001Z", Whole + "Z", 1)]
    [InlineData(Whole + ".999999999Z", "2026-11-20T10:00:01Z", -1)]
    [InlineData("2019-12-31T23:59:59.99999999Z", "2020-01-01T00:00:00Z", -1)]
    [InlineData("2019-12-31T23:59:59.999999999Z", "2020-01-01T00:00:00Z", -1)]
    [InlineData("2019-12-31T23:59:59.9999999999Z", "2020-01-01T00:00:00Z", -1)] // the tenth digit does not round
    [InlineData(Whole + ".1234567891Z", Whole + ".1234567899Z", 0)]
    [InlineData(Whole + ".12345678912345678901234567890Z", Whole + ".123456789Z", 0)]
    [InlineData(Whole + "+00:00", Whole + "Z", 0)]
    [InlineData(Whole + "-00:00", Whole + "Z", 0)]
    [InlineData(Whole + "+01:00", "2026-11-20T09:00:00Z", 0)]
    [InlineData(Whole + "-08:00", "2026-11-20T18:00:00Z", 0)]
    [InlineData(Whole + "+05:30", "2026-11-20T04:30:00Z", 0)]
    [InlineData(Whole + ".5-03:30", "2026-11-20T13:30:00.500000001Z", -1)]
    [InlineData(Whole + "+14:00", "2026-11-19T20:00:00Z", 0)]
    [InlineData(Whole + "+18:00", "2026-11-19T16:00:00Z", 0)]
    [InlineData("2026-12-31T23:30:00-23:59", "2027-01-01T23:29:00Z", 0)]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-28T23:59:59.999999999Z", 1)]
    [InlineData("2026-11-20T10:00Z", Whole + "Z", 0)]
    [InlineData("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", -1)]
    [InlineData("1969-12-31T23:59:59.999999999Z", "1970-01-01T00:00:00Z", -1)]
    [InlineData("1969-12-31T23:59:59.000000002Z", "1969-12-31T23:59:59.000000001Z", 1)]
    public void Times_are_compared_to_the_nanosecond(string first, string second, int order)
    {
        Assert.Equal(
            (order == 0, order < 0, order > 0, order <= 0, order >= 0),
            (Holds("Equals"), Holds("LessThan"), Holds("GreaterThan"), Holds("LessThanEquals"), Holds("GreaterThanEquals")));

        bool Holds(string relation)
        {
            // As a literal and by a path.
            var literal = Chosen($$"""{"Variable":"$.a","Timestamp{{relation}}":"{{second}}"}""", first, second);
            Assert.Equal(literal, Chosen($$"""{"Variable":"$.a","Timestamp{{relation}}Path":"$.b"}""", first, second));
            return literal;
        }
    }

    [Theory]
    [InlineData(Whole)]
    [InlineData(Whole + ".000")]
    [InlineData("2026-11-20t10:00:00Z")]
    [InlineData(Whole + "z")]
    [InlineData("2026-11-20 10:00:00Z")]
    [InlineData("2026-11-20")]
    [InlineData("20261120T100000Z")]
    [InlineData("2026-W47-5T10:00:00Z")]
    [InlineData("2026-324T10:00:00Z")]
    [InlineData(Whole + ".Z")]
    [InlineData(Whole + ",5Z")]
    [InlineData(Whole + ".-1Z")]
    [InlineData(Whole + ".1e3Z")]
    [InlineData(Whole + "+0100")]
    [InlineData(Whole + "+01")]
    [InlineData(Whole + "+1:00")]
    [InlineData(Whole + "+24:00")]
    [InlineData(Whole + "+01:60")]
    [InlineData(Whole + "−01:00")] // U+2212, which ISO 8601 prefers
    [InlineData(Whole + "Z+01:00")]
    [InlineData(Whole + " Z")]
    [InlineData(" " + Whole + "Z")]
    [InlineData(Whole + "Z ")]
    [InlineData(Whole + "Z\\n")]
    [InlineData("2026-11-20T24:00:00Z")]
    [InlineData("2026-11-20T25:00:00Z")]
    [InlineData("2026-11-20T10:60:00Z")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("2026-13-20T10:00:00Z")]
    [InlineData("2026-00-20T10:00:00Z")]
    [InlineData("2026-11-31T10:00:00Z")]
    [InlineData("2026-02-29T10:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("+2026-11-20T10:00:00Z")]
    [InlineData("12026-11-20T10:00:00Z")]
    [InlineData("٢٠٢٦-11-20T10:00:00Z")]
    [InlineData(Whole + ".٥Z")]
    [InlineData("")]
    public void Text_of_another_form_is_no_timestamp(string text)
    {
        Assert.False(Chosen("""{"Variable":"$.a","IsTimestamp":true}""", text, ""));
        Assert.False(Chosen("""{"Variable":"$.a","TimestampGreaterThanEquals":"0001-01-01T00:00:00Z"}""", text, ""));
        Assert.StartsWith(
            "States.Runtime: An error occurred while executing the state 'W' (entered at the event id #2). The TimestampPath parameter does not "
            + "reference a valid ISO-8601 extended offset date-time format string: $.a == ",
            new World().Output("""{"StartAt":"W","States":{"W":{"Type":"Wait","TimestampPath":"$.a","End":true}}}""", $$"""{"a":"{{text}}"}"""),
            StringComparison.Ordinal);
        Assert.IsType<LoadedDefinition.Invalid>(
            DefinitionLoader.Load($$$$"""{"StartAt":"W","States":{"W":{"Type":"Wait","Timestamp":"{{{{text}}}}","End":true}}}"""));
    }

    /// <summary>A time, ten seconds after the start where nothing is said → the milliseconds after which the wait ends.</summary>
    [Theory]
    [InlineData("Z", 10_000)]
    [InlineData(".1Z", 10_100)]
    [InlineData(".12Z", 10_120)]
    [InlineData(".123Z", 10_123)]
    [InlineData(".1234Z", 10_124)]
    [InlineData(".12345Z", 10_124)]
    [InlineData(".123456Z", 10_124)]
    [InlineData(".1234567Z", 10_124)]
    [InlineData(".12345678Z", 10_124)]
    [InlineData(".243167252Z", 10_244)]
    [InlineData(".99999999999Z", 11_000)]
    [InlineData("-01:30", 5_410_000)]
    [InlineData(".5-00:01", 70_500)]
    [InlineData("+01:00", 0)] // in the past
    public void A_wait_ends_at_its_time_and_never_before(string behind, int milliseconds)
    {
        var time = World.Start.AddSeconds(10).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + behind;
        var world = new World();

        world.Run($$$$"""{"StartAt":"W","States":{"W":{"Type":"Wait","Timestamp":"{{{{time}}}}","End":true}}}""");

        Assert.Equal(World.Start.AddMilliseconds(milliseconds), world.History.Events[^1].Timestamp);
    }

    private static bool Chosen(string rule, string a, string b) => new World().Output(
        $$$$"""
        {"StartAt":"C","States":{
          "C":{"Type":"Choice","Choices":[{{{{rule[..^1]}}}},"Next":"Yes"}],"Default":"No"},
          "Yes":{"Type":"Pass","Result":"yes","End":true},
          "No":{"Type":"Pass","Result":"no","End":true}}}
        """,
        $$"""{"a":"{{a}}","b":"{{b}}"}""") == "\"yes\"";
}
