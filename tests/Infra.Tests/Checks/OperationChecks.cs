namespace Infra.Tests.Checks;

public class OperationChecks
{
    [Fact]
    public async Task Check_40_The_ledger_can_be_brought_back_to_any_moment_and_is_encrypted_by_the_stacks_key()
    {
        var ledger = (await DeployedStack.Prod).The("dispatch-ledger");

        Assert.True(ledger.Flag("pointInTimeRecovery.enabled"));
        Assert.True(ledger.Flag("serverSideEncryption.enabled"));
        Assert.StartsWith("arn:aws:kms:", ledger.Text("serverSideEncryption.kmsKeyArn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_41_What_the_ledger_need_not_remember_expires()
    {
        var ledger = (await DeployedStack.Dev).The("dispatch-ledger");

        Assert.True(ledger.Flag("ttl.enabled"));
        Assert.Equal("expires_at", ledger.Text("ttl.attributeName"));
        Assert.Equal("order_key", ledger.Text("hashKey"));
    }

    [Fact]
    public async Task Check_42_Alerts_are_encrypted_by_the_stacks_key_and_only_AWS_may_publish_them_over_TLS()
    {
        var stack = await DeployedStack.Prod;
        var statements = stack.The("alerts-topic-policy").Statements("policy");

        Assert.StartsWith("arn:aws:kms:", stack.The("alerts-topic").Text("kmsMasterKeyId"), StringComparison.Ordinal);
        Assert.Equal(
            ["DenyWithoutTls", "TellOfFailures events.amazonaws.com", "TellOfAlarmsAndBudgets budgets.amazonaws.com cloudwatch.amazonaws.com"],
            statements.Select(statement => string.Join(' ', statement.Services.Prepend(statement.Sid))));
        // SNS supports no condition for EventBridge.
        Assert.All(statements.Where(statement => statement.Sid != "TellOfFailures"), statement => Assert.NotNull(statement.Condition));
        Assert.All(statements.Where(statement => statement.IsForAnyone), statement => Assert.Equal("Deny", statement.Effect));
    }

    [Theory]
    [InlineData("dev", 14, false)]
    [InlineData("prod", 365, true)]
    public async Task Check_44_Logs_are_kept_for_a_time_and_encrypted_by_the_stacks_key(string stack, int days, bool key) =>
        Assert.All((await DeployedStack.Named(stack)).All("cloudwatch/LogGroup"), group =>
        {
            Assert.Equal(days, group.Number("retentionInDays"));
            Assert.Equal(key, group["kmsKeyId"] is not null);
        });

    [Fact]
    public async Task Check_45_The_key_is_rotated() =>
        Assert.All((await DeployedStack.Prod).All("kms/Key"), key => Assert.True(key.Flag("enableKeyRotation")));

    [Fact]
    public async Task Check_46_The_key_is_for_the_account_and_named_services_and_roles_use_it_through_services()
    {
        var stack = await DeployedStack.Prod;
        var uses = stack.All("iam/RolePolicy").SelectMany(policy => policy.Statements("policy")).Where(statement => statement.Sid == "UseKey").ToList();

        Assert.All(stack.The("key").Statements("policy"), statement => Assert.False(statement.IsForAnyone));
        // All but the three schedules that only call a function.
        Assert.Equal(stack.All("iam/Role").Count - 3, uses.Count);
        Assert.All(uses, statement =>
        {
            Assert.Contains(Assert.Single(statement.Resources), stack.The("key").Identities);
            Assert.NotNull(statement.Condition!["StringEquals"]!["kms:ViaService"]);
        });
    }

    [Fact]
    public async Task Check_47_The_schedule_needs_no_key_to_start_an_execution_and_keeps_what_it_missed()
    {
        var stack = await DeployedStack.Prod;
        var schedule = stack.The("schedule");

        // With one, Scheduler decrypts the input by the role itself and not through a service, which the role may not.
        Assert.Null(schedule["kmsKeyArn"]);
        Assert.Equal("{}", schedule.Text("target.input"));
        Assert.Contains(schedule.Text("target.deadLetterConfig.arn")!, stack.The("missed-starts-queue").Identities);
    }

    [Fact]
    public async Task Check_48_Everything_that_can_carry_tags_says_whose_it_is()
    {
        var stack = await DeployedStack.Prod;
        var taggable = stack.Resources.Where(resource => ResourceArguments.CanCarryTags(resource.Type)).ToList();

        Assert.Equal(stack.All("s3/Bucket"), taggable.Where(resource => resource.ShortType == "s3/Bucket"));
        Assert.All(taggable, resource => Assert.Equal(
            """{"Owner":"store-operations","Project":"streaming-analytics","Stack":"streaming-analytics-prod"}""",
            resource["tags"]?.ToJsonString()));
    }
}
