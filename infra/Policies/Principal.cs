namespace Infra.Policies;

/// <summary>The principal of a statement, as a policy writes it.</summary>
internal sealed record Principal(object Json)
{
    /// <summary>Every principal; to be used in denials only.</summary>
    public static Principal Anyone { get; } = new("*");

    public static Principal Service(params string[] names) => new(new { Service = names });

    /// <summary>An account or a role, by its ARN.</summary>
    public static Principal Aws(string arn) => new(new { AWS = arn });
}
