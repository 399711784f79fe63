using System.Text;

namespace Infra.Tests;

/// <summary>Who may do what: the exact policy of every role, and what holds of all of them.</summary>
public class RolePolicyTests
{
    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Every_role_may_do_this_and_no_more(string stack)
    {
        var deployed = await DeployedStack.Named(stack);
        var text = new StringBuilder();
        foreach (var role in deployed.All("iam/Role"))
        {
            text.AppendLine(role.Name);
            Write(text, role.Statements("assumeRolePolicy"));
            Write(text, PolicyOf(deployed, role).Statements("policy"));
        }

        Snapshot.Matches($"roles-{stack}", text.ToString());
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Only_the_statements_listed_in_one_place_are_for_any_resource(string stack)
    {
        string[] listed =
        [
            Policies.AnyResource.Traces.Sid, Policies.AnyResource.LogDelivery.Sid, Policies.AnyResource.GovernedData.Sid,
            .. stack == "prod" ? [Policies.AnyResource.BrokerNetwork.Sid, Policies.AnyResource.OwnStatements.Sid] : Array.Empty<string>(),
        ];
        var statements = (await DeployedStack.Named(stack)).All("iam/RolePolicy").SelectMany(policy => policy.Statements("policy"));

        Assert.Equal(
            listed.Order(StringComparer.Ordinal),
            statements.Where(statement => statement.Resources.Contains("*")).Select(statement => statement.Sid).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_role_is_there_with_its_policy_and_nothing_is_attached_to_it_besides()
    {
        var stack = await DeployedStack.Prod;

        Assert.All(stack.All("iam/Role"), role => PolicyOf(stack, role));
        Assert.Equal(stack.All("iam/Role").Count, stack.All("iam/RolePolicy").Count);
        Assert.All(stack.All("iam/Role"), role => Assert.Null(role["managedPolicyArns"]));
    }

    [Fact]
    public async Task Athena_may_look_up_the_default_database_as_it_does_for_every_query()
    {
        var found = (await DeployedStack.Dev).The("state-machine-policy").Statements("policy").Single(statement => statement.Sid == "FindDefaultDatabase");

        Assert.Equal(["glue:GetDatabase", "glue:GetDatabases"], found.Actions);
        Assert.Contains(FakeAws.Account.Arn("glue", "database/default"), found.Resources);
    }

    private static DeployedResource PolicyOf(DeployedStack stack, DeployedResource role) =>
        stack.All("iam/RolePolicy").Single(policy => role.Identities.Contains(policy.Text("role")!));

    private static void Write(StringBuilder text, IEnumerable<PolicyStatement> statements)
    {
        foreach (var statement in statements)
        {
            var by = statement.Services.Count > 0 ? $" by {string.Join(", ", statement.Services)}" : "";
            text.AppendLine($"  {statement.Effect} {statement.Sid}{by}");
            text.AppendLine($"    {string.Join(' ', statement.Actions)}");
            foreach (var resource in statement.Resources)
            {
                text.AppendLine($"    on {resource}");
            }

            if (statement.Condition is { } condition)
            {
                text.AppendLine($"    if {condition.ToJsonString()}");
            }
        }
    }
}
