using Amazon.Athena;
using Amazon.DynamoDBv2;
using Amazon.KinesisFirehose;
using Amazon.Lambda;
using Amazon.SQS;
using Amazon.StepFunctions;
using AwsFakes;

namespace SdkFakes;

/// <summary>The SDK's clients, talking to an <see cref="Operation"/> within the process.</summary>
public static class FakeClients
{
    public static AmazonAthenaClient Athena(Operation operation) =>
        new(FakeEndpoint.Credentials, FakeEndpoint.Configure(new AmazonAthenaConfig(), operation));

    public static AmazonDynamoDBClient DynamoDB(Operation operation) =>
        new(FakeEndpoint.Credentials, FakeEndpoint.Configure(new AmazonDynamoDBConfig(), operation));

    public static AmazonKinesisFirehoseClient Firehose(Operation operation) =>
        new(FakeEndpoint.Credentials, FakeEndpoint.Configure(new AmazonKinesisFirehoseConfig(), operation));

    public static AmazonLambdaClient Lambda(Operation operation) =>
        new(FakeEndpoint.Credentials, FakeEndpoint.Configure(new AmazonLambdaConfig(), operation));

    public static AmazonSQSClient SQS(Operation operation) =>
        new(FakeEndpoint.Credentials, FakeEndpoint.Configure(new AmazonSQSConfig(), operation));

    public static AmazonStepFunctionsClient StepFunctions(Operation operation) =>
        new(FakeEndpoint.Credentials, FakeEndpoint.Configure(new AmazonStepFunctionsConfig(), operation));
}
