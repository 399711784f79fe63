using Amazon.Runtime;

namespace StoreApp.Tests;

public sealed class AwsFailureTests
{
    /// <summary>How AWSSDK.Core 4.0.102 says it, and how this program does.</summary>
    [Theory]
    [InlineData(
        "Failed to resolve AWS credentials. The credential providers used to search for credentials returned the following errors: …",
        "No AWS credentials were found. Name a profile with --profile or AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")]
    [InlineData(
        "No RegionEndpoint or ServiceURL configured",
        "No AWS Region is set. Name one with --region or AWS_REGION, or set it in the profile.")]
    [InlineData(
        "Unable to find the \"nope\" profile specified in the client configuration.",
        "Unable to find the \"nope\" profile specified in the client configuration.")]
    public void A_missing_configuration_says_what_to_do(string sdk, string sentence) =>
        Assert.Equal(sentence, AwsFailure.Sentence(new AmazonClientException(sdk)));

    [Fact]
    public void A_missing_network_says_what_to_do() =>
        Assert.Equal(
            "AWS cannot be reached: Connection refused (127.0.0.1:9). Check the network, and AWS_ENDPOINT_URL if it is set.",
            AwsFailure.Sentence(new HttpRequestException("Connection refused (127.0.0.1:9)")));
}
