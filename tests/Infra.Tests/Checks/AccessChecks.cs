namespace Infra.Tests.Checks;

public class AccessChecks
{
    // Nothing here may hand out rights, read secrets, or act as another role.
    private static readonly string[] Escalation = ["iam:", "sts:", "secretsmanager:", "ssm:", "ec2:"];

    [Fact]
    public async Task Check_37_Roles_have_no_policy_that_AWS_or_others_manage()
    {
        var stack = await DeployedStack.Prod;

        Assert.DoesNotContain(stack.Resources, resource => resource.ShortType is "iam/RolePolicyAttachment" or "iam/PolicyAttachment" or "iam/Policy");
        Assert.All(stack.All("iam/Role"), role => Assert.Null(role["managedPolicyArns"]));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Check_38_Actions_are_named_and_none_hands_out_rights(string stack)
    {
        var actions = (await DeployedStack.Named(stack)).All("iam/RolePolicy")
            .SelectMany(policy => policy.Statements("policy"))
            .SelectMany(statement => statement.Actions);

        Assert.All(actions, action =>
        {
            Assert.DoesNotContain('*', action);
            Assert.DoesNotContain(
                Escalation,
                prefix => action.StartsWith(prefix, StringComparison.Ordinal) && !Policies.AnyResource.BrokerNetwork.Actions.Contains(action));
        });
    }

    [Fact]
    public async Task Check_39_A_role_is_for_one_service_acting_for_this_account() =>
        Assert.All((await DeployedStack.Prod).All("iam/Role"), role =>
        {
            var trust = Assert.Single(role.Statements("assumeRolePolicy"));
            Assert.Equal(["sts:AssumeRole"], trust.Actions);
            Assert.Single(trust.Services);
            Assert.Equal("111122223333", trust.Condition!["StringEquals"]!["aws:SourceAccount"]!.ToString());
        });
}
