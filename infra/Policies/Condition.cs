using Pulumi;

namespace Infra.Policies;

/// <summary>A condition of a statement; it holds when any of the values matches.</summary>
internal sealed record Condition(string Operator, string Key, params Input<string>[] Values)
{
    /// <summary>The condition that AWS acts for a resource of this account (against a "confused deputy").</summary>
    public static Condition FromAccount(AwsAccount account) => new("StringEquals", "aws:SourceAccount", account.Id);

    /// <summary>The condition that AWS acts for one of these resources.</summary>
    public static Condition From(params Input<string>[] arns) => new("ArnLike", "aws:SourceArn", arns);

    public Output<(string Operator, string Key, object Value)> Resolve() =>
        Output.All(Values).Apply(values => (Operator, Key, values is [var only] ? only : (object)values));

    /// <summary>The conditions of a statement as one object; all of them must hold.</summary>
    public static IReadOnlyDictionary<string, Dictionary<string, object>> Join(
        IEnumerable<(string Operator, string Key, object Value)> conditions) =>
        conditions.GroupBy(condition => condition.Operator).ToDictionary(
            group => group.Key,
            group => group.ToDictionary(condition => condition.Key, condition => condition.Value));
}
