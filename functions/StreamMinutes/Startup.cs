using System.Diagnostics.CodeAnalysis;
using Amazon.DynamoDBv2;
using Amazon.KinesisFirehose;
using Amazon.Lambda.Annotations;
using Amazon.S3;
using Amazon.SimpleNotificationService;
using Microsoft.Extensions.DependencyInjection;
using RealTime.Processing;
using RealTime.Streams;
using RealTime.Tables;
using RecordStreaming;
using RecordStreaming.Firehose;
using StreamStorage;
using Telemetry;

namespace StreamMinutes;

/// <summary>Composes the functions once, before their first event.</summary>
[LambdaStartup]
internal sealed class Startup
{
    [SuppressMessage("Performance", "CA1822", Justification = "The generated handler calls it on an instance.")]
    public void ConfigureServices(IServiceCollection services)
    {
        var settings = StreamSettings.Read(Environment.GetEnvironmentVariable);
        var ports = Ports(
            settings, new AmazonDynamoDBClient(), new AmazonS3Client(), new AmazonSimpleNotificationServiceClient(), TimeProvider.System);

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(Function(settings, ports));
        services.AddSingleton(new SilenceCheck(ports, new StreamProcessor(KnownStreams.Telemetry, ports), TimeProvider.System));
        if (settings.TopicDelivery is { } delivery)
        {
            services.AddSingleton(_ => Archive(delivery));
        }

        services.AddSingleton(new EmbeddedMetrics(Console.OpenStandardOutput(), TimeProvider.System));
    }

    internal static Ports Ports(
        StreamSettings settings, IAmazonDynamoDB dynamo, IAmazonS3 s3, IAmazonSimpleNotificationService sns, TimeProvider clock)
    {
        DynamoTable Table(TableSchema schema) => new(dynamo, settings.Tables[schema.Name], schema, clock);

        return new(
            Table(TableSchema.Minutes),
            Table(TableSchema.Trucks),
            Table(TableSchema.Alerts),
            Table(TableSchema.Detectors),
            new S3SideOutput(s3, settings.LakeBucket),
            new SnsAlertTopic(sns, settings.AlertTopic),
            new S3Routes(s3, settings.LakeBucket, clock));
    }

    // Apart, so that only a function of a topic loads the client.
    private static TopicArchive Archive(string delivery)
    {
        // The sender repeats what the stream refused, and that alone; the client would repeat the whole call.
        var firehose = new AmazonKinesisFirehoseClient(new AmazonKinesisFirehoseConfig { MaxErrorRetry = 0 });
        var backoff = new Backoff(Attempts: 6, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), Backoff.RandomFraction);
        return new(new RecordSender(new FirehoseSink(firehose, delivery), backoff, TimeProvider.System));
    }

    internal static StreamFunction Function(StreamSettings settings, Ports ports) => new(KnownStreams.All.ToDictionary(
        stream => settings.Streams[stream.Name], stream => new StreamProcessor(stream, ports)));
}
