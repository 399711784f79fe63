using RealTime.Alerts;
using RealTime.Detection;
using RealTime.Fleet;
using RealTime.Processing;
using RealTime.SideOutputs;
using RealTime.Streams;
using RealTime.Tables;
using Tests.Shared;

namespace RealTime.Tests.Memory;

/// <summary>Everything that the processor reads and writes, in memory. A new processor is a process that has just started.</summary>
internal sealed class Stage : ISideOutput, IAlertTopic, IRoutes
{
    public MemoryTable Minutes { get; } = new(TableSchema.Minutes);

    public MemoryTable Trucks { get; } = new(TableSchema.Trucks);

    public MemoryTable Alerts { get; } = new(TableSchema.Alerts);

    public MemoryTable Detectors { get; } = new(TableSchema.Detectors);

    public IReadOnlyList<MemoryTable> Tables => [Minutes, Trucks, Alerts, Detectors];

    public SortedDictionary<string, SetAside> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>What was told, in order, repetitions included.</summary>
    public List<(string AlertId, bool IsCleared, Audience Audience)> Told { get; } = [];

    public Dictionary<string, DispatchedRoute> Routes { get; } = [];

    /// <summary>Called before the side output or the topic takes something; may throw.</summary>
    public Action<string> Before { get; set; } = _ => { };

    public ManualTime Clock { get; } = new();

    public Ports Ports => new(Minutes, Trucks, Alerts, Detectors, this, this, this);

    public StreamProcessor Start(StreamDefinition stream) => new(stream, Ports);

    public Task KeepAsync(IReadOnlyList<SetAside> records, CancellationToken cancellation = default)
    {
        foreach (var record in records)
        {
            Before("keep");
            lock (Kept)
            {
                Kept[record.Path] = record;
            }
        }

        return Task.CompletedTask;
    }

    public Task PublishAsync(AlertChange change, Audience audience, CancellationToken cancellation = default)
    {
        Before("publish");
        lock (Told)
        {
            Told.Add((change.AlertId, change.IsCleared, audience));
        }

        return Task.CompletedTask;
    }

    public ValueTask<DispatchedRoute?> FindAsync(string routeId, CancellationToken cancellation = default) => new(Routes.GetValueOrDefault(routeId));
}
