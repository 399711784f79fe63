namespace Deployed;

public sealed class StackOutputsTests
{
    [Fact]
    public void What_the_environment_lacks_is_named_with_the_command_that_sets_it()
    {
        Assert.Null(StackOutputs.Read(name => name is "workgroup" or "database" ? "x" : null, out var notice));

        Assert.Equal(
            "Nothing deployed to test: the environment has no inventoryStream, stateMachineArn, deliveryQueueUrl, deadLetterQueueUrl. "
            + "With a stack at hand:\n"
            + "  set -a; eval \"$(pulumi stack output --shell)\"; set +a; dotnet test --project tests/Deployed\n"
            + "On one machine, with 'dotnet run --project local -- serve' in another terminal:\n"
            + "  set -a; . tests/Deployed/local.env; set +a; dotnet test --project tests/Deployed\n"
            + "AWS_ENDPOINT_URL, AWS_PROFILE and AWS_REGION are honoured.",
            notice);
    }

    [Fact]
    public void Variables_are_called_as_the_outputs_of_the_stack_are() =>
        Assert.Equal(
            new("inventoryStream", "stateMachineArn", "deliveryQueueUrl", "deadLetterQueueUrl", "workgroup", "database"),
            StackOutputs.Read(name => name, out _));
}
