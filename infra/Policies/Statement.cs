using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pulumi;

namespace Infra.Policies;

/// <summary>One statement of a policy: the actions that are allowed or denied on resources.</summary>
/// <param name="Sid">Says in one word what the statement is for.</param>
/// <param name="Actions">Named one by one, as <c>service:Action</c>.</param>
/// <param name="Resources">ARNs; none in a role's trust policy.</param>
internal sealed record Statement(string Sid, string[] Actions, params Input<string>[] Resources)
{
    private static readonly JsonSerializerOptions Compact = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Effect { get; init; } = "Allow";

    /// <summary>The principal, in the policy of a resource; a role's own policies leave it out.</summary>
    public Principal? Principal { get; init; }

    public Condition[] Conditions { get; init; } = [];

    /// <summary>The policy as JSON: the same text for the same statements, so that an unchanged policy shows no difference.</summary>
    public static Output<string> Policy(params IEnumerable<Statement> statements) =>
        Output.All(statements.Select(statement => statement.Resolve()))
            .Apply(resolved => JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = resolved }, Compact));

    /// <summary>Refuses every request to the resources that does not come over TLS.</summary>
    public static Statement DenyWithoutTls(string actions, params Input<string>[] resources) =>
        new("DenyWithoutTls", [actions], resources)
        {
            Effect = "Deny",
            Principal = Principal.Anyone,
            Conditions = [new("Bool", "aws:SecureTransport", "false")],
        };

    private Output<ResolvedStatement> Resolve() =>
        Output.Tuple(Output.All(Resources), Output.All(Conditions.Select(condition => condition.Resolve())))
            .Apply(parts => new ResolvedStatement(
                Sid,
                Effect,
                Principal?.Json,
                Actions,
                parts.Item1.IsEmpty ? null : parts.Item1,
                parts.Item2.IsEmpty ? null : Condition.Join(parts.Item2)));

    private sealed record ResolvedStatement(
        string Sid,
        string Effect,
        object? Principal,
        IReadOnlyList<string> Action,
        IReadOnlyList<string>? Resource,
        IReadOnlyDictionary<string, Dictionary<string, object>>? Condition);
}
