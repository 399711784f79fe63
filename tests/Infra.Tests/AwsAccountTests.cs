namespace Infra.Tests;

/// <summary>Names of AWS that are not the same in every partition.</summary>
public class AwsAccountTests
{
    // "Endpoints and ARNs for Amazon Web Services in China"; GovCloud has the usual domain.
    [Theory]
    [InlineData("aws", "eu-central-1", "s3.eu-central-1.amazonaws.com", "arn:aws:iam::111122223333:root")]
    [InlineData("aws-us-gov", "us-gov-west-1", "s3.us-gov-west-1.amazonaws.com", "arn:aws-us-gov:iam::111122223333:root")]
    [InlineData("aws-cn", "cn-north-1", "s3.cn-north-1.amazonaws.com.cn", "arn:aws-cn:iam::111122223333:root")]
    public void A_service_and_the_account_are_called_as_their_partition_calls_them(string partition, string region, string endpoint, string root)
    {
        var account = new AwsAccount("111122223333", region, partition);

        Assert.Equal(endpoint, account.Endpoint("s3"));
        Assert.Equal(root, account.Root);
    }
}
