using System.Text;
using Amazon.Athena;
using Amazon.DynamoDBv2;
using Amazon.Kinesis;
using Amazon.KinesisFirehose;
using Amazon.Lambda;
using Amazon.S3;
using Amazon.StepFunctions;
using AwsFakes;
using Kinesis;
using SdkFakes;
using Tests.Shared;

namespace StoreApp.Tests;

/// <summary>The program as a user calls it, over the SDK's clients and one fake of every service; streams are the local stage's.</summary>
internal sealed class CommandLine(Operation service, FakeBucket? bucket = null, KinesisService? kinesis = null) : IDisposable
{
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    public InstantClock Clock { get; init; } = new();

    public string Input { get; init; } = "";

    public bool IsTerminal { get; init; }

    /// <summary>The connection that the command asked for last.</summary>
    public Connection? Connection { get; private set; }

    public string Output => output.ToString();

    public string Error => error.ToString();

    /// <summary>What Ctrl-C does.</summary>
    public CancellationTokenSource Interrupt { get; } = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public void Dispose() => Interrupt.Dispose();

    public async Task<int> RunAsync(params string[] arguments)
    {
        var environment = new CommandEnvironment(
            connection =>
            {
                Connection = connection;
                return new Clients(service, bucket ?? new(), kinesis);
            },
            Clock,
            () => 1,
            () => new MemoryStream(Encoding.UTF8.GetBytes(Input)),
            IsTerminal);

        await using var outputWriter = new StringWriter(output);
        await using var errorWriter = new StringWriter(error);

        return await StoreAppCommand.Create(environment).Parse(arguments).InvokeAsync(
            new() { Output = outputWriter, Error = errorWriter }, Interrupt.Token);
    }

    private sealed class Clients(Operation service, FakeBucket bucket, KinesisService? kinesis) : IAwsClients
    {
        public IAmazonAthena Athena() => FakeClients.Athena(service);

        public IAmazonDynamoDB DynamoDB() => StorageClients.DynamoDB(service);

        public IAmazonKinesisFirehose Firehose() => FakeClients.Firehose(service);

        public IAmazonLambda Lambda() => FakeClients.Lambda(service);

        public IAmazonKinesis Kinesis() => KinesisClients.Of(kinesis!);

        public IAmazonS3 S3() => StorageClients.S3(bucket);

        public IAmazonStepFunctions StepFunctions() => FakeClients.StepFunctions(service);
    }
}
