using Amazon;
using Amazon.Athena;
using Amazon.DynamoDBv2;
using Amazon.Kinesis;
using Amazon.KinesisFirehose;
using Amazon.Lambda;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.StepFunctions;

namespace StoreApp;

/// <summary>
/// The profile and the Region of the connection; null leaves it to the environment and the AWS configuration files.
/// </summary>
internal sealed record Connection(string? Profile, string? Region);

internal interface IAwsClients
{
    IAmazonAthena Athena();

    IAmazonDynamoDB DynamoDB();

    /// <summary>A client without retries of its own: the sender repeats the refused records, and only those.</summary>
    IAmazonKinesisFirehose Firehose();

    /// <summary>Waits as long as a function may take.</summary>
    IAmazonLambda Lambda();

    /// <inheritdoc cref="Firehose"/>
    IAmazonKinesis Kinesis();

    IAmazonS3 S3();

    IAmazonStepFunctions StepFunctions();
}

/// <summary>Clients as the AWS SDK configures them: profiles, Region, <c>AWS_ENDPOINT_URL</c>, proxies.</summary>
internal sealed class AwsClients(Connection connection) : IAwsClients
{
    // A function's fifteen minutes, and the way there and back.
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(16);

    public IAmazonAthena Athena() => new AmazonAthenaClient(Configure(new AmazonAthenaConfig()));

    public IAmazonDynamoDB DynamoDB() => new AmazonDynamoDBClient(Configure(new AmazonDynamoDBConfig()));

    public IAmazonKinesisFirehose Firehose() =>
        new AmazonKinesisFirehoseClient(Configure(new AmazonKinesisFirehoseConfig { MaxErrorRetry = 0 }));

    public IAmazonLambda Lambda() => new AmazonLambdaClient(Configure(new AmazonLambdaConfig { Timeout = LongestCall, MaxErrorRetry = 0 }));

    public IAmazonKinesis Kinesis() => new AmazonKinesisClient(Configure(new AmazonKinesisConfig { MaxErrorRetry = 0 }));

    // A bucket as a part of the path: the name of one on this machine is no host.
    public IAmazonS3 S3() => new AmazonS3Client(Configure(new AmazonS3Config { ForcePathStyle = true }));

    public IAmazonStepFunctions StepFunctions() => new AmazonStepFunctionsClient(Configure(new AmazonStepFunctionsConfig()));

    private T Configure<T>(T config) where T : ClientConfig
    {
        if (connection.Profile is { } profile)
        {
            config.Profile = new(profile);
        }

        if (connection.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);

            // If AWS_ENDPOINT_URL names the endpoint, the SDK would sign for us-east-1.
            config.AuthenticationRegion = region;
        }

        return config;
    }
}
