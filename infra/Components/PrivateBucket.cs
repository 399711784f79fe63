using Infra.Policies;
using Pulumi;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;
using DefaultEncryption = Pulumi.Aws.S3.Inputs.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs;
using UploadExpiry = Pulumi.Aws.S3.Inputs.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs;
using VersionExpiry = Pulumi.Aws.S3.Inputs.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs;

namespace Infra.Components;

/// <param name="Name">The part of the bucket's name that says what is in it.</param>
/// <param name="Expiry">Days after which the objects under a prefix go; a prefix of "" means all of them.</param>
/// <param name="Key">Null: encrypted by S3's own key.</param>
/// <param name="MayAlso">Statements of the bucket's policy, given its ARN.</param>
internal sealed record PrivateBucketArgs(
    string Name,
    IReadOnlyList<(string Prefix, int Days)> Expiry,
    Input<string>? Key = null,
    Func<Output<string>, IEnumerable<Statement>>? MayAlso = null);

/// <summary>A bucket for nobody but this account: TLS only, encrypted, versioned, without ACLs.</summary>
internal sealed class PrivateBucket : Component
{
    // An overwritten or deleted object can be brought back for a week.
    private const int DaysToUndo = 7;

    private readonly string name;

    public PrivateBucket(PrivateBucketArgs args, Scope scope, Resource parent)
        : base("PrivateBucket", $"{args.Name}-storage", new() { Parent = parent })
    {
        name = args.Name;
        var bucket = new Bucket($"{name}-bucket", new()
        {
            BucketName = scope.Names.Bucket(name, scope.Account),
            ForceDestroy = scope.Settings.ForceDestroy,
        }, new() { Parent = this, Protect = !scope.Settings.ForceDestroy });
        var closed = CloseToThePublic(bucket);
        Own(bucket);
        Encrypt(bucket, args.Key);
        var versioning = KeepVersions(bucket);
        Expire(bucket, args.Expiry, versioning);
        Policy = AllowTlsOnly(bucket, args.MayAlso?.Invoke(bucket.Arn) ?? [], closed);
        Bucket = bucket;

        RegisterOutputs();
    }

    public Bucket Bucket { get; }

    /// <summary>The bucket's policy; resources that deliver into the bucket depend on it.</summary>
    public BucketPolicy Policy { get; }

    private BucketPublicAccessBlock CloseToThePublic(Bucket bucket) => new($"{name}-public-access", new()
    {
        Bucket = bucket.Id,
        BlockPublicAcls = true,
        BlockPublicPolicy = true,
        IgnorePublicAcls = true,
        RestrictPublicBuckets = true,
    }, Child);

    private void Own(Bucket bucket) => _ = new BucketOwnershipControls($"{name}-ownership", new()
    {
        Bucket = bucket.Id,
        Rule = new BucketOwnershipControlsRuleArgs { ObjectOwnership = "BucketOwnerEnforced" },
    }, Child);

    private void Encrypt(Bucket bucket, Input<string>? key) =>
        _ = new BucketServerSideEncryptionConfiguration($"{name}-encryption", new()
        {
            Bucket = bucket.Id,
            Rules = new BucketServerSideEncryptionConfigurationRuleArgs
            {
                ApplyServerSideEncryptionByDefault = new DefaultEncryption
                {
                    SseAlgorithm = key is null ? "AES256" : "aws:kms",
                    KmsMasterKeyId = key,
                },
                BucketKeyEnabled = key is not null,
            },
        }, Child);

    private BucketVersioning KeepVersions(Bucket bucket) => new($"{name}-versioning", new()
    {
        Bucket = bucket.Id,
        VersioningConfiguration = new BucketVersioningVersioningConfigurationArgs { Status = "Enabled" },
    }, Child);

    private void Expire(Bucket bucket, IReadOnlyList<(string Prefix, int Days)> expiry, BucketVersioning versioning) =>
        _ = new BucketLifecycleConfiguration($"{name}-lifecycle", new()
        {
            Bucket = bucket.Id,
            Rules = [.. expiry.Select(rule => Expiry(rule.Prefix, rule.Days)).Append(Leftovers)],
        }, ChildAfter(versioning));

    private static BucketLifecycleConfigurationRuleArgs Expiry(string prefix, int days) => new()
    {
        Id = prefix == "" ? "expire" : $"expire-{prefix.TrimEnd('/')}",
        Status = "Enabled",
        Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = prefix },
        Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { Days = days },
    };

    private static BucketLifecycleConfigurationRuleArgs Leftovers => new()
    {
        Id = "leftovers",
        Status = "Enabled",
        Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
        AbortIncompleteMultipartUpload = new UploadExpiry { DaysAfterInitiation = 1 },
        NoncurrentVersionExpiration = new VersionExpiry { NoncurrentDays = DaysToUndo },
    };

    private BucketPolicy AllowTlsOnly(Bucket bucket, IEnumerable<Statement> mayAlso, BucketPublicAccessBlock closed) =>
        new($"{name}-bucket-policy", new()
        {
            Bucket = bucket.Id,
            Policy = Statement.Policy(
                [Statement.DenyWithoutTls("s3:*", bucket.Arn, Output.Format($"{bucket.Arn}/*")), .. mayAlso]),
            // S3 refuses two changes of a bucket's access at once.
        }, ChildAfter(closed));
}
