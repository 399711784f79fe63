using System.Net;
using System.Text;
using AwsFakes;
using SdkFakes;

namespace RecordStreaming.Firehose.Tests;

/// <summary>The sender over the SDK's own client, to the wire and back.</summary>
public sealed class RecordSenderTests
{
    private static readonly StreamRecord[] Records = [Record("a"), Record("b"), Record("c")];

    private readonly FakeFirehose stream = new("inventory");
    private readonly InstantClock clock = new();

    [Fact]
    public async Task Records_that_are_taken_at_once_are_sent_once()
    {
        await SendAsync();

        Assert.Equal(["a", "b", "c"], stream.Taken);
        Assert.Equal(1, stream.Calls);
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task Only_what_was_refused_is_sent_again_after_longer_and_longer_waits()
    {
        var refusals = 3;
        stream.Refuse = record => record == "b" && refusals-- > 0 ? "ServiceUnavailableException" : null;

        await SendAsync();

        Assert.Equal(["a", "c", "b"], stream.Taken);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)], clock.Waits);
    }

    [Fact]
    public async Task What_is_refused_to_the_end_is_named_and_the_rest_is_taken()
    {
        stream.Refuse = record => record == "b" ? "InternalFailure" : null;

        var error = await Assert.ThrowsAsync<RecordsRefusedException>(SendAsync);

        Assert.Equal("The stream refused 1 record in 5 attempts, the last time with InternalFailure.", error.Message);
        Assert.Equal([Records[1]], error.Records);
        Assert.Equal(["a", "c"], stream.Taken);
        Assert.Equal(5, stream.Calls);
    }

    [Theory]
    [InlineData("ServiceUnavailableException", HttpStatusCode.ServiceUnavailable)]
    [InlineData("LimitExceededException", HttpStatusCode.BadRequest)]
    [InlineData("ThrottlingException", HttpStatusCode.BadRequest)]
    [InlineData("InternalFailure", HttpStatusCode.InternalServerError)]
    public async Task A_call_that_is_throttled_as_a_whole_is_repeated(string code, HttpStatusCode status)
    {
        var failures = 2;
        stream.Before = _ =>
        {
            if (failures-- > 0)
            {
                throw new ServiceException(code, "Slow down.", status);
            }
        };

        await SendAsync();

        Assert.Equal(["a", "b", "c"], stream.Taken);
        Assert.Equal(2, clock.Waits.Count);
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again()
    {
        var failures = 1;
        stream.Before = _ =>
        {
            if (failures-- > 0)
            {
                throw new HttpRequestException("Connection reset by peer");
            }
        };

        await SendAsync();

        Assert.Equal(["a", "b", "c"], stream.Taken);
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_not_tried_again()
    {
        await Assert.ThrowsAsync<Amazon.KinesisFirehose.Model.ResourceNotFoundException>(() => SendAsync("other"));

        Assert.Empty(clock.Waits);
    }

    private static StreamRecord Record(string text) => new(Encoding.UTF8.GetBytes(text), 1);

    private Task SendAsync() => SendAsync("inventory");

    private async Task SendAsync(string name)
    {
        using var firehose = FakeClients.Firehose(stream.Answer);
        var backoff = new Backoff(Attempts: 5, First: TimeSpan.FromSeconds(1), Ceiling: TimeSpan.FromSeconds(3), Jitter: () => 1);

        await new RecordSender(new FirehoseSink(firehose, name), backoff, clock).SendAsync(Records, TestContext.Current.CancellationToken);
    }
}
