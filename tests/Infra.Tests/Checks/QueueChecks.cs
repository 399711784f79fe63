namespace Infra.Tests.Checks;

public class QueueChecks
{
    [Theory]
    [InlineData("dev", "true", null)]
    [InlineData("prod", null, "arn:aws:kms:us-east-1:111122223333:key/11112222-3333-4444-5555-666677778888")]
    public async Task Check_17_Queues_are_encrypted(string stack, string? managed, string? key) =>
        Assert.All((await DeployedStack.Named(stack)).All("sqs/Queue"), queue =>
        {
            Assert.Equal(managed, queue.Text("sqsManagedSseEnabled"));
            Assert.Equal(key, queue.Text("kmsMasterKeyId"));
        });

    [Fact]
    public async Task Check_18_The_delivery_queue_has_a_dead_letter_queue()
    {
        var stack = await DeployedStack.Dev;

        Assert.Contains(
            stack.The("deliveries-queue").Document("redrivePolicy")["deadLetterTargetArn"]!.ToString(),
            stack.The("dead-letters-queue").Identities);
    }

    [Fact]
    public async Task Check_19_Queues_refuse_requests_without_TLS()
    {
        var stack = await DeployedStack.Prod;

        Assert.Equal(stack.All("sqs/Queue").Count, stack.All("sqs/QueuePolicy").Count);
        Assert.All(stack.All("sqs/QueuePolicy"), policy =>
        {
            var denial = Assert.Single(policy.Statements("policy"));
            Assert.Equal("Deny", denial.Effect);
            Assert.True(denial.IsForAnyone);
            Assert.Equal(["sqs:*"], denial.Actions);
            Assert.Equal("""{"Bool":{"aws:SecureTransport":"false"}}""", denial.Condition!.ToJsonString());
        });
    }

    [Fact]
    public async Task Check_20_No_queue_lets_just_anyone_in() =>
        Assert.All(
            (await DeployedStack.Prod).All("sqs/QueuePolicy").SelectMany(policy => policy.Statements("policy")),
            statement => Assert.False(statement.IsForAnyone && statement.Effect == "Allow"));

    [Fact]
    public async Task Check_21_Messages_are_tried_five_times_and_then_kept_for_two_weeks_by_their_own_queue()
    {
        var stack = await DeployedStack.Dev;
        var deliveries = stack.The("deliveries-queue");
        var deadLetters = stack.The("dead-letters-queue");

        Assert.Equal(5, deliveries.Document("redrivePolicy")["maxReceiveCount"]!.GetValue<int>());
        Assert.Equal(TimeSpan.FromDays(14).TotalSeconds, deadLetters.Number("messageRetentionSeconds"));
        Assert.True(deliveries.Number("messageRetentionSeconds") < deadLetters.Number("messageRetentionSeconds"));
        Assert.Equal(
            """{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:111122223333:streaming-analytics-dev-deliveries"]}""",
            stack.The("dead-letters-redrive").Text("redriveAllowPolicy"));
    }

    [Fact]
    public async Task Check_22_Someone_is_told_of_dead_letters_and_of_deliveries_that_wait()
    {
        var stack = await DeployedStack.Dev;

        Assert.Equal("streaming-analytics-dev-dead-letters", stack.The("dead-letters-alarm").Text("dimensions.QueueName"));
        Assert.Equal("ApproximateNumberOfMessagesVisible", stack.The("dead-letters-alarm").Text("metricName"));
        Assert.Equal(0, stack.The("dead-letters-alarm").Number("threshold"));
        Assert.Equal("streaming-analytics-dev-deliveries", stack.The("deliveries-age-alarm").Text("dimensions.QueueName"));
        Assert.Equal("ApproximateAgeOfOldestMessage", stack.The("deliveries-age-alarm").Text("metricName"));
    }
}
