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
}
