using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Kms;

namespace Infra.Components;

/// <summary>
/// The stack's own KMS key, where the settings ask for one; AWS's keys do the work otherwise. One key, because all it
/// protects is the same data on its way.
/// </summary>
internal sealed class Encryption : Component
{
    private readonly AwsAccount account;

    public Encryption(Settings settings, Names names, AwsAccount account, Resource parent)
        : base("Encryption", "encryption", new() { Parent = parent })
    {
        this.account = account;
        if (settings.CustomerManagedKey)
        {
            Key = CreateKey(names, isProtected: !settings.ForceDestroy);
        }

        RegisterOutputs();
    }

    /// <summary>The key's ARN; null where AWS's keys are used.</summary>
    public Input<string>? Key { get; }

    /// <summary>The rights that a role needs to read and write data that the key protects, through the services named.</summary>
    public IEnumerable<Statement> Through(params string[] services) =>
        Use(["kms:Decrypt", "kms:GenerateDataKey"], services);

    /// <summary>The rights that a role needs only to read.</summary>
    public IEnumerable<Statement> DecryptThrough(params string[] services) => Use(["kms:Decrypt"], services);

    private IEnumerable<Statement> Use(string[] actions, string[] services)
    {
        if (Key is { } key)
        {
            yield return new("UseKey", actions, key)
            {
                Conditions =
                [
                    new("StringEquals", "kms:ViaService", [.. services.Select(service => (Input<string>)account.Endpoint(service))]),
                ],
            };
        }
    }

    // Protected with the data: without it the lake cannot be read, whoever keeps its objects.
    private Output<string> CreateKey(Names names, bool isProtected)
    {
        var key = new Key("key", new()
        {
            Description = $"Data of {names.Prefix}",
            EnableKeyRotation = true,
            DeletionWindowInDays = 30,
            Policy = Statement.Policy(KeyPolicy(names)),
        }, new() { Parent = this, Protect = isProtected });
        _ = new Pulumi.Aws.Kms.Alias("key-alias", new()
        {
            Name = $"alias/{names.Prefix}",
            TargetKeyId = key.KeyId,
        }, Child);

        return key.Arn;
    }

    private IEnumerable<Statement> KeyPolicy(Names names)
    {
        // In a key's policy `*` is the key itself.
        yield return new("LetTheAccountDecide", ["kms:*"], "*") { Principal = Principal.Aws(account.Root) };
        yield return new(
            "KeepLogs",
            [
                "kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey",
                "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey",
            ],
            "*")
        {
            Principal = Principal.Service(account.Endpoint("logs")),
            Conditions =
            [
                new(
                    "ArnLike",
                    "kms:EncryptionContext:aws:logs:arn",
                    account.Arn("logs", $"log-group:/aws/kinesisfirehose/{names.Prefix}-*"),
                    account.Arn("logs", $"log-group:/aws/lambda/{names.Prefix}-*"),
                    account.Arn("logs", $"log-group:/aws/vendedlogs/msk/{names.Prefix}-*"),
                    account.Arn("logs", $"log-group:/aws/vendedlogs/states/{names.Prefix}-*")),
            ],
        };
        yield return new("PublishAlerts", ["kms:Decrypt", "kms:GenerateDataKey"], "*")
        {
            Principal = Principal.Service("budgets.amazonaws.com", "cloudwatch.amazonaws.com"),
            Conditions = [Condition.FromAccount(account), ForAlerts(names)],
        };
        // EventBridge does not say for which account or rule it sends to an encrypted topic: it would be refused.
        yield return new("PublishFailures", ["kms:Decrypt", "kms:GenerateDataKey"], "*")
        {
            Principal = Principal.Service("events.amazonaws.com"),
            Conditions = [ForAlerts(names)],
        };
    }

    private Condition ForAlerts(Names names) =>
        new("StringEquals", "kms:EncryptionContext:aws:sns:topicArn", account.Arn("sns", names.Alerts));
}
