namespace StreamMinutes.Tests;

public sealed class StreamSettingsTests
{
    [Fact]
    public void What_is_missing_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() =>
            StreamSettings.Read(name => name is "VISITS_STREAM" or "LAKE_BUCKET" ? " " : "set"));

        Assert.Equal("StreamMinutes cannot start: the environment has no VISITS_STREAM and no LAKE_BUCKET.", error.Message);
    }

    [Fact]
    public void Every_name_is_read()
    {
        var settings = StreamSettings.Read(name => name);

        Assert.Equal(["TELEMETRY_STREAM", "VISITS_STREAM"], settings.Streams.Values.Order());
        Assert.Equal(["ALERTS_TABLE", "DETECTORS_TABLE", "MINUTES_TABLE", "TRUCKS_TABLE"], settings.Tables.Values.Order());
        Assert.Equal(("ALERT_TOPIC", "LAKE_BUCKET"), (settings.AlertTopic, settings.LakeBucket));
    }
}
