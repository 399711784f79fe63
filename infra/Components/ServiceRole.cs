using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Iam;

namespace Infra.Components;

/// <summary>A role that one AWS service assumes for this account, and what it may do.</summary>
internal sealed class ServiceRole : Component
{
    /// <param name="trust">The conditions under which the service may assume the role, besides acting for this account.</param>
    public ServiceRole(
        string name, string service, IEnumerable<Statement> may, Scope scope, Resource parent, params Condition[] trust)
        : base("ServiceRole", $"{name}-access", new() { Parent = parent })
    {
        var role = new Role($"{name}-role", new()
        {
            Name = scope.Names.Of(name),
            AssumeRolePolicy = Statement.Policy(new Statement("Assume", ["sts:AssumeRole"])
            {
                Principal = Principal.Service(service),
                Conditions = [Condition.FromAccount(scope.Account), .. trust],
            }),
        }, Child);
        Policy = new RolePolicy($"{name}-policy", new()
        {
            Role = role.Id,
            Name = name,
            Policy = Statement.Policy(may),
        }, Child);
        Arn = role.Arn;

        RegisterOutputs();
    }

    public Output<string> Arn { get; }

    /// <summary>The role's policy; resources depend on it, because the role has no rights before it exists.</summary>
    public RolePolicy Policy { get; }
}
