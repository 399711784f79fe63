using Infra.Policies;
using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Infra.Components;

/// <summary>
/// Log groups are the stack's own, made before anything writes to them: one that a service makes for itself keeps its
/// logs for ever and survives the stack.
/// </summary>
internal static class Logs
{
    public static LogGroup Group(string name, string path, Scope scope, CustomResourceOptions options) =>
        new($"{name}-logs", new()
        {
            Name = path,
            RetentionInDays = scope.Settings.LogRetentionDays,
            KmsKeyId = scope.Encryption.Key,
        }, options);

    /// <summary>Lets a role write to the streams of the group.</summary>
    public static Statement MayWrite(LogGroup group) =>
        new("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], Output.Format($"{group.Arn}:*"));
}
