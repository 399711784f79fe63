using DynamoDb;
using Lake.S3;
using Local.Faults;
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
    /// <param name="faults">Let the tables fail on purpose; null: they do not.</param>
    /// <param name="told">Is told of each alert that opens or is cleared, by audience.</param>
    public StreamMinutesFunctions(TableStore tables, S3Folder lake, Topics topics, TimeProvider clock, FaultInjection? faults, Action<AlertChange, Audience> told)
    {
        ITable Table(TableSchema table) => faults?.Around(tables.Table(table), table) ?? tables.Table(table);

        var ports = new Ports(
            Table(TableSchema.Minutes),
            Table(TableSchema.Trucks),
            Table(TableSchema.Alerts),
            Table(TableSchema.Detectors),
            new LakeSideOutput(lake),
            new AlertTopic(topics, told),
            new LakeRoutes(lake));
        Count = new(new StreamFunction(KnownStreams.All.ToDictionary(stream => stream.Name, stream => new StreamProcessor(stream, ports))));
        Silence = new(ports, new StreamProcessor(KnownStreams.Telemetry, ports), clock);
    }

    public CountEvents Count { get; }

    public SilenceCheck Silence { get; }
}
