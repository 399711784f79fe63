using System.Diagnostics.CodeAnalysis;
using Amazon.DynamoDBv2;
using Amazon.KinesisFirehose;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.S3;
using Amazon.SQS;
using DispatchLedger;
using Microsoft.Extensions.DependencyInjection;
using RecordStreaming;
using RecordStreaming.Firehose;
using Replenishment.Dispatching;
using Replenishment.Waves;
using StreamStorage;
using Telemetry;

namespace StoreTruck;

/// <summary>Composes the function once, before its first message.</summary>
[LambdaStartup]
internal sealed class Startup
{
    [SuppressMessage("Performance", "CA1822", Justification = "The generated handler calls it on an instance.")]
    public void ConfigureServices(IServiceCollection services)
    {
        var settings = TruckSettings.Read(Environment.GetEnvironmentVariable);
        var clock = TimeProvider.System;
        var backoff = new Backoff(
            Attempts: 6, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), Backoff.RandomFraction);
        var dynamo = new AmazonDynamoDBClient();

        // The sender repeats what the stream refused, and that alone; the client would repeat the whole call.
        var firehose = new AmazonKinesisFirehoseClient(new AmazonKinesisFirehoseConfig { MaxErrorRetry = 0 });
        var stream = new FirehoseDispatchStream(
            new RecordSender(new FirehoseSink(firehose, settings.DispatchStream), backoff, clock));

        var s3 = new AmazonS3Client();
        var roads = new LakeRoads(s3, settings.LakeBucket);
        var trucks = new TruckDispatcher(
            new DynamoDispatchLedger(dynamo, settings.DispatchTable, backoff, clock),
            stream,
            roads,
            settings.StreamLag,
            clock,
            new DynamoTruckDays(dynamo, settings.DispatchTable, clock));
        var routes = new RouteKeeper(settings.RoutesBucket is { } bucket ? new S3Routes(s3, bucket, clock) : null, Warn);

        services.AddSingleton(roads);
        services.AddSingleton(new TruckWaves(
            new SqsRequestSource(new AmazonSQSClient(), settings.DeliveryQueue, settings.WaitingQueue, backoff, clock),
            new DynamoWaveLease(dynamo, settings.DispatchTable, clock),
            trucks,
            routes.KeepAsync,
            clock));
        services.AddSingleton(new EmbeddedMetrics(Console.OpenStandardOutput(), clock));
    }

    private static void Warn(string sentence) => LambdaLogger.Log(LogLevel.Warning, "{warning}", sentence);
}
