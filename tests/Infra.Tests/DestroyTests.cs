namespace Infra.Tests;

/// <summary>What <c>pulumi destroy</c> leaves behind.</summary>
public class DestroyTests
{
    [Fact]
    public async Task A_stack_for_trying_things_out_goes_with_its_data()
    {
        var stack = await DeployedStack.Dev;

        Assert.All(stack.All("s3/Bucket"), bucket => Assert.True(bucket.Flag("forceDestroy"), bucket.Name));
        Assert.All(stack.All("athena/Workgroup"), workgroup => Assert.True(workgroup.Flag("forceDestroy")));
        Assert.All(stack.All("dynamodb/Table"), table => Assert.False(table.Flag("deletionProtectionEnabled")));
        Assert.Empty(stack.Protected);
    }

    [Fact]
    public async Task Production_keeps_its_data()
    {
        var stack = await DeployedStack.Prod;

        Assert.All(stack.All("s3/Bucket"), bucket => Assert.False(bucket.Flag("forceDestroy"), bucket.Name));
        Assert.All(stack.All("athena/Workgroup"), workgroup => Assert.False(workgroup.Flag("forceDestroy")));
        Assert.All(stack.All("dynamodb/Table"), table => Assert.True(table.Flag("deletionProtectionEnabled")));
        Assert.All(stack.All("kms/Key"), key => Assert.Equal(30, key.Number("deletionWindowInDays")));
    }

    // The key too: a lake whose key is gone is a lake that nobody can read.
    [Fact]
    public async Task Production_keeps_what_its_data_cannot_be_read_without() =>
        Assert.Equal(
            [
                "access-logs-bucket", "alerts-table", "detectors-table", "dispatch-ledger", "key", "lake-bucket",
                "minutes-table", "prices-table", "trucks-table", "warehouse-namespace",
            ],
            (await DeployedStack.Prod).Protected.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Whatever_writes_a_log_writes_it_to_a_group_of_the_stack()
    {
        var stack = await DeployedStack.Dev;
        var groups = stack.All("cloudwatch/LogGroup").ToDictionary(group => group.Text("name")!, group => group);

        Assert.All(groups.Values, group => Assert.Null(group["skipDestroy"]));
        Assert.All(stack.All("lambda/Function"), function => Assert.Contains(function.Text("loggingConfig.logGroup")!, groups));
        Assert.All(stack.All("kinesis/FirehoseDeliveryStream"), stream =>
            Assert.Contains(stream.Text("extendedS3Configuration.cloudwatchLoggingOptions.logGroupName")!, groups));
        Assert.All(stack.All("sfn/StateMachine"), machine =>
            Assert.Contains(groups.Values, group => machine.Text("loggingConfiguration.logDestination") == $"{group.Identities[1]}:*"));
    }
}
