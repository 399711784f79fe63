using Pulumi.Aws;

namespace Infra;

/// <summary>Where the stack is deployed.</summary>
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

    /// <summary>The account itself, as a principal.</summary>
    public string Root => $"arn:{Partition}:iam::{Id}:root";

    /// <summary>A page of the AWS console in this Region.</summary>
    public string Console(string path) => $"https://{Region}.console.aws.amazon.com/{path}";
}
