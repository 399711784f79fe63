using Pulumi.Aws;

namespace Infra.Configuration;

/// <summary>The account and the Region in which the stack is deployed.</summary>
/// <param name="Id">Twelve digits.</param>
/// <param name="Partition"><c>aws</c>, or another where AWS keeps Regions apart.</param>
internal sealed record AwsAccount(string Id, string Region, string Partition)
{
    public static async Task<AwsAccount> DiscoverAsync()
    {
        var identity = GetCallerIdentity.InvokeAsync();
        var region = GetRegion.InvokeAsync();
        var partition = GetPartition.InvokeAsync();

        return new((await identity).AccountId, (await region).Region, (await partition).Partition);
    }

    /// <summary>The ARN of a resource in this account and Region.</summary>
    public string Arn(string service, string resource) => $"arn:{Partition}:{service}:{Region}:{Id}:{resource}";

    /// <summary>
    /// The name of a service in this Region, where AWS tells Regions apart, such as <c>s3.us-east-1.amazonaws.com</c>.
    /// </summary>
    public string Endpoint(string service) => $"{service}.{Region}.{DnsSuffix}";

    /// <summary>The account itself, as a principal.</summary>
    public string Root => $"arn:{Partition}:iam::{Id}:root";

    /// <summary>A page of the AWS console in this Region.</summary>
    public string Console(string path) => Partition == China
        ? $"https://{Region}.console.amazonaws.cn/{path}"
        : $"https://{Region}.console.aws.amazon.com/{path}";

    private const string China = "aws-cn";

    // "Endpoints and ARNs for Amazon Web Services in China": dynamodb.cn-north-1.amazonaws.com.cn.
    private string DnsSuffix => Partition == China ? "amazonaws.com.cn" : "amazonaws.com";
}
