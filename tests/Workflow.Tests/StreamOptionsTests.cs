using System.Text.Json.Nodes;

namespace Workflow.Tests;

public class StreamOptionsTests
{
    [Fact]
    public void The_streams_are_those_of_trucks_and_of_shops() =>
        Assert.Equal(["telemetry", "visits"], WorkflowFiles.Streams.Keys.Order());

    [Fact]
    public void No_stream_retries_for_ever_and_none_outlives_its_records() => Assert.All(WorkflowFiles.Streams.Values, stream =>
    {
        Assert.InRange(stream.RetryAttempts, 1, 100);
        Assert.True(stream.MaximumRecordAgeSeconds < stream.RetentionHours * 3600);
    });

    [Theory]
    [InlineData("shards", "0", "streams.json: telemetry.shards is 0, not a whole number from 1 to 10000.")]
    [InlineData("retention_hours", "23", "streams.json: telemetry.retention_hours is 23, not a whole number from 24 to 8760.")]
    [InlineData("batch_size", "10001", "streams.json: telemetry.batch_size is 10001, not a whole number from 1 to 10000.")]
    [InlineData("batching_window_seconds", "301", "streams.json: telemetry.batching_window_seconds is 301, not a whole number from 0 to 300.")]
    [InlineData("retry_attempts", "-1", "streams.json: telemetry.retry_attempts is -1, not a whole number from 0 to 10000.")]
    [InlineData("maximum_record_age_seconds", "59", "streams.json: telemetry.maximum_record_age_seconds is 59, not a whole number from 60 to 604800.")]
    public void A_number_out_of_its_range_is_named_with_its_place(string member, string value, string expected) =>
        Assert.Equal(expected, Assert.Throws<WorkflowFileException>(() => StreamOptions.Parse(With(member, value))).Message);

    [Theory]
    [InlineData("shard", "1", "shard")]
    [InlineData("shards", "\"one\"", "telemetry.shards")]
    public void A_member_that_is_unknown_or_of_another_type_is_named(string member, string value, string place)
    {
        var message = Assert.Throws<WorkflowFileException>(() => StreamOptions.Parse(With(member, value))).Message;

        Assert.StartsWith("streams.json: ", message, StringComparison.Ordinal);
        Assert.Contains(place, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_is_missing_is_named()
    {
        var json = JsonNode.Parse(WorkflowFiles.Read("streams.json"))!;
        json["visits"]!.AsObject().Remove("shards");

        Assert.Contains("shards", Assert.Throws<WorkflowFileException>(() => StreamOptions.Parse(json.ToJsonString())).Message, StringComparison.Ordinal);
    }

    private static string With(string member, string value)
    {
        var json = JsonNode.Parse(WorkflowFiles.Read("streams.json"))!;
        json["telemetry"]![member] = JsonNode.Parse(value);
        return json.ToJsonString();
    }
}
