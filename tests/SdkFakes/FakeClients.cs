using Amazon.Athena;
using Amazon.DynamoDBv2;
using Amazon.KinesisFirehose;
using Amazon.Runtime;
using Amazon.StepFunctions;
using AwsFakes;

namespace SdkFakes;

/// <summary>The SDK's clients, talking to an <see cref="Operation"/> within the process.</summary>
public static class FakeClients
{
    public static AmazonAthenaClient Athena(Operation operation) => new(Credentials, Configure(new AmazonAthenaConfig(), operation));

    public static AmazonDynamoDBClient DynamoDB(Operation operation) => new(Credentials, Configure(new AmazonDynamoDBConfig(), operation));

    public static AmazonKinesisFirehoseClient Firehose(Operation operation) =>
        new(Credentials, Configure(new AmazonKinesisFirehoseConfig(), operation));

    public static AmazonStepFunctionsClient StepFunctions(Operation operation) =>
        new(Credentials, Configure(new AmazonStepFunctionsConfig(), operation));

    private static BasicAWSCredentials Credentials => new("AKIDEXAMPLE", "secret");

    private static T Configure<T>(T config, Operation operation) where T : ClientConfig
    {
        config.ServiceURL = "http://aws.test";
        config.AuthenticationRegion = "eu-west-1";
        config.MaxErrorRetry = 0;
        config.HttpClientFactory = new Factory(operation);
        return config;
    }

    private sealed class Factory(Operation operation) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(operation));

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }

    private sealed class Handler(Operation operation) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            AwsService.AnswerAsync(request, operation, cancellationToken);
    }
}
