using System.Diagnostics.CodeAnalysis;
using Amazon.DynamoDBv2;
using Amazon.KinesisFirehose;
using Amazon.Lambda.Annotations;
using Amazon.S3;
using DispatchLedger;
using Microsoft.Extensions.DependencyInjection;
using RecordStreaming;
using RecordStreaming.Firehose;
using Replenishment.Dispatching;
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
        var ledger = new DynamoDispatchLedger(new AmazonDynamoDBClient(), settings.DispatchTable, backoff, clock);

        // The sender repeats what the stream refused, and that alone; the client would repeat the whole call.
        var firehose = new AmazonKinesisFirehoseClient(new AmazonKinesisFirehoseConfig { MaxErrorRetry = 0 });
        var stream = new FirehoseDispatchStream(
            new RecordSender(new FirehoseSink(firehose, settings.DispatchStream), backoff, clock));

        services.AddSingleton(clock);
        services.AddSingleton(new RouteKeeper(
            settings.RoutesBucket is { } bucket ? new S3Routes(new AmazonS3Client(), bucket, clock) : null));
        services.AddSingleton(new TruckDispatcher(ledger, stream, EstimatedRoads.Everywhere, settings.StreamLag, clock));
        services.AddSingleton(new EmbeddedMetrics(Console.OpenStandardOutput(), clock));
    }
}
