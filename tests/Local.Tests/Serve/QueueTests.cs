namespace Local.Tests.Serve;

/// <summary>SQS through HTTP; what its operations do is told by the tests of the queues themselves.</summary>
public sealed class QueueTests
{
    [Fact]
    public async Task A_queue_has_its_URL_at_this_server_and_takes_messages_there()
    {
        await using var served = await Served.StartAsync();
        var url = (string)(await served.CallAsync("AmazonSQS.GetQueueUrl", """{"QueueName":"DeliveryQueue"}"""))["QueueUrl"]!;
        Assert.Equal($"{served.Address}000000000000/DeliveryQueue", url);

        var sent = await served.CallAsync("AmazonSQS.SendMessage", $$"""{"QueueUrl":"{{url}}","MessageBody":"one"}""");
        var received = await served.CallAsync("AmazonSQS.ReceiveMessage", $$"""{"QueueUrl":"{{url}}"}""");
        await served.CallAsync("AmazonSQS.DeleteMessage", $$"""{"QueueUrl":"{{url}}","ReceiptHandle":"{{received["Messages"]![0]!["ReceiptHandle"]}}"}""");

        Assert.Equal((string)sent["MessageId"]!, (string)received["Messages"]![0]!["MessageId"]!);
        Assert.Equal("{}", (await served.CallAsync("AmazonSQS.ReceiveMessage", $$"""{"QueueUrl":"{{url}}"}""")).ToJsonString());
    }

    [Fact]
    public async Task A_long_poll_is_answered_when_a_message_comes()
    {
        await using var served = await Served.StartAsync();
        var receiving = served.CallAsync("AmazonSQS.ReceiveMessage", """{"QueueUrl":"DeliveryQueue","WaitTimeSeconds":20}""");

        await served.CallAsync("AmazonSQS.SendMessage", """{"QueueUrl":"DeliveryQueue","MessageBody":"late"}""");

        Assert.Equal("late", (string)(await receiving)["Messages"]![0]!["Body"]!);
    }

    [Fact]
    public async Task Watchers_are_told_how_deep_a_queue_is()
    {
        await using var served = await Served.StartAsync();
        await using var live = await served.WatchAsync();

        await served.CallAsync("AmazonSQS.SendMessage", """{"QueueUrl":"DeliveryQueue","MessageBody":"one"}""");

        var depth = await live.NextAsync("queue", change => (int)change["visible"]! == 1);
        Assert.Equal("""{"name":"DeliveryQueue","visible":1,"inFlight":0,"delayed":0}""", depth.ToJsonString());
    }
}
