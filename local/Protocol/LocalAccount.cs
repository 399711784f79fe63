namespace Local.Protocol;

/// <summary>The account and the Region in which everything on this machine is, and the ARNs of what is there.</summary>
internal static class LocalAccount
{
    public const string Id = "000000000000";
    public const string Region = "us-east-1";

    /// <summary>The account itself, as a principal.</summary>
    public const string Root = $"arn:aws:iam::{Id}:root";

    /// <summary>The ARN of a resource in this account and Region, such as <c>deliverystream/inventory</c> of <c>firehose</c>.</summary>
    public static string Arn(string service, string resource) => $"arn:aws:{service}:{Region}:{Id}:{resource}";

    /// <summary>Buckets are of no account and no Region.</summary>
    public static string BucketArn(string bucket) => $"arn:aws:s3:::{bucket}";
}
