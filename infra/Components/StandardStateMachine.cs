using System.Text.Json.Nodes;
using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sfn.Inputs;
using Workflow;

namespace Infra.Components;

/// <summary>A state machine of the product as it is deployed: its log, its role, and its definition with the stack's names in it.</summary>
internal static class StandardStateMachine
{
    /// <param name="name">The name of the state machine's resource, with which those of its log and its role begin.</param>
    /// <param name="values">The values of the definition's tokens, besides the partition.</param>
    /// <param name="may">The role's rights, besides writing its log and its traces.</param>
    /// <param name="parent">The component that is the parent of the resources.</param>
    public static StateMachine Create(
        string name,
        ProductMachine product,
        StateMachineAccess access,
        Output<Dictionary<string, JsonNode>> values,
        IEnumerable<Statement> may,
        Scope scope,
        Resource parent)
    {
        CustomResourceOptions child = new() { Parent = parent };
        var log = Logs.Group(name, $"/aws/vendedlogs/states/{access.Name}", scope, child);
        var role = new ServiceRole(
            name, "states.amazonaws.com", [.. may, .. StateMachineAccess.Observe], scope, parent, access.Trust);

        return new(name, new()
        {
            Name = access.Name,
            Type = "STANDARD",
            RoleArn = role.Arn,
            Definition = values.Apply(known => DefinitionTemplate.Substitute(
                product.Definition, new Dictionary<string, JsonNode>(known) { ["Partition"] = scope.Account.Partition })),
            LoggingConfiguration = new StateMachineLoggingConfigurationArgs
            {
                Level = "ALL",
                IncludeExecutionData = true,
                LogDestination = Output.Format($"{log.Arn}:*"),
            },
            TracingConfiguration = new StateMachineTracingConfigurationArgs { Enabled = true },
        }, new() { Parent = parent, DependsOn = role.Policy });
    }
}
