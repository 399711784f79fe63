using Amazon.Runtime;
using Amazon.StepFunctions.Model;

namespace StoreApp;

/// <summary>Explains a failure between this program and AWS in a sentence that says what to do.</summary>
internal static class AwsFailure
{
    // The SDK has one type for these and tells them apart by text.
    private static readonly (string Begins, string Sentence)[] Unconfigured =
    [
        ("Failed to resolve AWS credentials",
            "No AWS credentials were found. Name a profile with --profile or AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."),
        ("No RegionEndpoint or ServiceURL configured",
            "No AWS Region is set. Name one with --region or AWS_REGION, or set it in the profile."),
    ];

    public static bool Explains(Exception error) => error is AmazonClientException or AmazonServiceException or HttpRequestException or TaskCanceledException { InnerException: TimeoutException };

    public static string Sentence(Exception error) => error switch
    {
        Amazon.KinesisFirehose.Model.ResourceNotFoundException => $"{error.Message} Check the stream's name and the Region: aws firehose list-delivery-streams",
        Amazon.Lambda.Model.ResourceNotFoundException => $"{error.Message} Check the function's name and the Region: aws lambda list-functions",
        Amazon.DynamoDBv2.Model.ResourceNotFoundException => $"{error.Message} Check what the tables' names begin with and the Region: aws dynamodb list-tables",
        Amazon.Kinesis.Model.ResourceNotFoundException => $"{error.Message} Check the stream's name and the Region: aws kinesis list-streams",
        StateMachineDoesNotExistException => $"{error.Message} Check the ARN and the Region: aws stepfunctions list-state-machines",
        AmazonServiceException { ErrorCode: "UnrecognizedClientException" or "InvalidSignatureException" or "InvalidClientTokenId" } =>
            "AWS does not know these credentials. Check AWS_PROFILE and AWS_ACCESS_KEY_ID, and that they belong to the Region's partition.",
        AmazonServiceException { ErrorCode: "ExpiredTokenException" or "ExpiredToken" } =>
            "The AWS session has expired. Sign in again (aws sso login, or new temporary credentials) and repeat the command.",
        AmazonServiceException service => $"AWS answered {service.ErrorCode}: {service.Message}",
        AmazonClientException client => Unconfigured
            .Where(known => client.Message.StartsWith(known.Begins, StringComparison.Ordinal))
            .Select(known => known.Sentence)
            .FirstOrDefault(client.Message),
        TaskCanceledException => "AWS did not answer in time. Check the network, and AWS_ENDPOINT_URL if it is set, and run the command again.",
        _ => $"AWS cannot be reached: {error.Message}. Check the network, and AWS_ENDPOINT_URL if it is set.",
    };
}
