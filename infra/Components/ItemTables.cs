using Pulumi;
using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.DynamoDB.Inputs;
using RealTime.Tables;

namespace Infra.Components;

/// <summary>DynamoDB's tables that functions write by the interface of <see cref="ITable"/>.</summary>
internal static class ItemTables
{
    public static Table Create(TableSchema schema, Scope scope, CustomResourceOptions options) =>
        new($"{schema.Name}-table", new()
        {
            Name = scope.Names.Of(schema.Name),
            BillingMode = "PAY_PER_REQUEST",
            HashKey = schema.PartitionKey,
            RangeKey = schema.SortKey!,
            Attributes = [.. Keys(schema).Select(key => new TableAttributeArgs { Name = key, Type = "S" })],
            GlobalSecondaryIndexes = schema.Index is { } index
                ?
                [
                    new TableGlobalSecondaryIndexArgs
                    {
                        Name = index.Name,
#pragma warning disable CS0618 // Every version of the provider knows these; what is to replace them only the newest.
                        HashKey = index.PartitionKey,
                        RangeKey = index.SortKey,
#pragma warning restore CS0618
                        ProjectionType = "KEYS_ONLY",
                    },
                ]
                : [],
            Ttl = new TableTtlArgs { Enabled = true, AttributeName = "expires_at" },
            PointInTimeRecovery = new TablePointInTimeRecoveryArgs { Enabled = !scope.Settings.ForceDestroy },
            // Off means DynamoDB's own key, not none.
            ServerSideEncryption = new TableServerSideEncryptionArgs
            {
                Enabled = scope.Encryption.Key is not null,
                KmsKeyArn = scope.Encryption.Key,
            },
            DeletionProtectionEnabled = !scope.Settings.ForceDestroy,
        }, new() { Parent = options.Parent, Protect = !scope.Settings.ForceDestroy });

    private static IEnumerable<string> Keys(TableSchema schema) => new[]
    {
        schema.PartitionKey, schema.SortKey, schema.Index?.PartitionKey, schema.Index?.SortKey,
    }.OfType<string>().Distinct();
}
