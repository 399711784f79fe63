using DynamoDb;
using Lake.S3;
using Local.Sns;
using RealTime.Alerts;
using RealTime.Detection;
using RealTime.Processing;
using RealTime.Streams;
using RealTime.Tables;

namespace Local.StreamMinutes;

/// <summary>The functions of the streams over the services of this machine, composed as on AWS.</summary>
internal sealed class StreamMinutesFunctions
{
    /// <param name="told">Told of each alert that opens or is cleared, by audience.</param>
    public StreamMinutesFunctions(TableStore tables, S3Folder lake, Topics topics, TimeProvider clock, Action<AlertChange, Audience> told)
    {
        var ports = new Ports(
            tables.Table(TableSchema.Minutes),
            tables.Table(TableSchema.Trucks),
            tables.Table(TableSchema.Alerts),
            tables.Table(TableSchema.Detectors),
            new LakeSideOutput(lake),
            new AlertTopic(topics, told),
            new LakeRoutes(lake));
        Count = new(new StreamFunction(KnownStreams.All.ToDictionary(stream => stream.Name, stream => new StreamProcessor(stream, ports))));
        Silence = new(ports, new StreamProcessor(KnownStreams.Telemetry, ports), clock);
    }

    public CountEvents Count { get; }

    public SilenceCheck Silence { get; }
}
