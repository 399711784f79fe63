using Pulumi;
using Pulumi.Aws.Kinesis.Inputs;
using Workflow;

namespace Infra.Components;

/// <summary>A Kinesis stream of events, encrypted, with its shards and its retention as <c>streams.json</c> says.</summary>
internal static class EventStream
{
    // The key that AWS manages for Kinesis in each account.
    private const string AwsManagedKey = "alias/aws/kinesis";

    public static Stream Create(string name, StreamOptions stream, Scope scope, CustomResourceOptions options) =>
        new($"{name}-events", new()
        {
            Name = NameOf(name, scope),
            StreamModeDetails = new StreamStreamModeDetailsArgs { StreamMode = "PROVISIONED" },
            ShardCount = stream.Shards,
            RetentionPeriod = stream.RetentionHours,
            EncryptionType = "KMS",
            KmsKeyId = scope.Encryption.Key ?? AwsManagedKey,
            EnforceConsumerDeletion = true,
        }, options);

    public static string NameOf(string name, Scope scope) => scope.Names.Of(name);
}
