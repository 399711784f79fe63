using System.Collections.Concurrent;
using RealTime.Alerts;
using RealTime.Detection;
using RealTime.Fleet;
using RealTime.Minutes;
using RealTime.SideOutputs;
using RealTime.Streams;
using RealTime.Tables;

namespace RealTime.Processing;

/// <summary>Counts, enriches and judges the events of one stream, a batch at a time.</summary>
/// <remarks>
/// A batch may come again, whole or in part, at any time: after a crash, from another shard, from the failure
/// destination. What it comes to is the same. Nothing depends on the clock: an event's age is that at its arrival.
/// </remarks>
public sealed class StreamProcessor
{
    private const int JudgedAtOnce = 16;

    private readonly StreamDefinition stream;
    private readonly ISideOutput sideOutput;
    private readonly EventReader reader;
    private readonly MinuteWriter minutes;
    private readonly LatestPositions? positions;
    private readonly KeyJudges? judges;
    private readonly ConcurrentDictionary<string, DateTimeOffset> newestOfShards = new();

    public StreamProcessor(StreamDefinition stream, Ports ports)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(ports);

        this.stream = stream;
        sideOutput = ports.SideOutput;
        reader = new(stream);
        minutes = new(stream, ports.Minutes);
        positions = stream.HasPosition ? new(stream, ports.Trucks, ports.Routes) : null;
        judges = stream.Rules.Count > 0
            ? new(stream, ports.Minutes, ports.Detectors, new AlertBook(ports.Alerts, ports.Topic))
            : null;
    }

    /// <exception cref="Exception">Something failed that a part of the batch cannot be blamed for: all of it must come again.</exception>
    public async Task<BatchResult> ProcessAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(records);

        var sorted = SortedBatch.Of(records, reader, newestOfShards);
        var late = await SetLateAsideAsync(records, sorted, cancellation);
        await KeepAsync([.. sorted.Refused.Select(one => SetAside.Refused(stream, records[one.Record], one.Reason))], cancellation);

        var writing = await minutes.CountAsync(sorted.Arrivals, cancellation);
        await KeepAsync([.. writing.Full.Select(arrival => SetAside.Refused(stream, records[arrival.Record], FullReason(arrival)))], cancellation);

        var failed = writing.Failed.ToHashSet();
        var counted = sorted.Arrivals.Where(arrival => !failed.Contains(arrival)).ToList();
        failed.UnionWith(await PlaceAsync(counted, cancellation));
        var judged = await JudgeAsync(counted, cancellation);
        failed.UnionWith(judged.Failed);

        return new(
            records.Count,
            writing.Counted,
            writing.Repeated + sorted.TooLate.Count - late,
            late,
            sorted.Refused.Count + writing.Full.Count,
            writing.CountedLate,
            judged.Opened,
            judged.Undelivered,
            failed.Count == 0 ? null : records[failed.Min(arrival => arrival.Record)].SequenceNumber);
    }

    /// <summary>Judges a key's minutes up to one that has not begun for it, because it has stopped sending.</summary>
    internal Task AdvanceAsync(string key, DateTimeOffset until, CancellationToken cancellation) =>
        judges is null ? Task.CompletedTask : judges.AdvanceAsync(key, until, cancellation);

    private static string FullReason(Arrival arrival) =>
        $"The minute {MinuteKey.Text(arrival.Event.Minute)} of {arrival.Event.Key} has counted {MinuteRow.MostEvents} events, which fill its row. Spread them over more keys.";

    /// <returns>The number of late events; an event that was counted while it was young enough is a repetition.</returns>
    private async Task<int> SetLateAsideAsync(IReadOnlyList<StreamRecord> records, SortedBatch sorted, CancellationToken cancellation)
    {
        var counted = await minutes.HaveAsync([.. sorted.TooLate.Select(one => one.Reading.Event)], cancellation);
        var late = sorted.TooLate.Where((_, index) => !counted[index]).ToList();
        await KeepAsync([.. late.Select(one => SetAside.Late(stream, records[one.Record], one.Reading.Event, one.Reading.Reason))], cancellation);

        return late.Count;
    }

    private Task KeepAsync(IReadOnlyList<SetAside> records, CancellationToken cancellation) =>
        records.Count == 0 ? Task.CompletedTask : sideOutput.KeepAsync(records, cancellation);

    /// <returns>The events of trucks whose position could not be written.</returns>
    private async Task<IEnumerable<Arrival>> PlaceAsync(List<Arrival> arrivals, CancellationToken cancellation)
    {
        if (positions is null || arrivals.Count == 0)
        {
            return [];
        }

        var busy = (await positions.WriteAsync(arrivals.Select(arrival => arrival.Event), cancellation)).Select(one => one.Key).ToHashSet();
        return arrivals.Where(arrival => busy.Contains(arrival.Event.Key));
    }

    private async Task<(int Opened, int Undelivered, IReadOnlyCollection<Arrival> Failed)> JudgeAsync(
        List<Arrival> arrivals, CancellationToken cancellation)
    {
        if (judges is null)
        {
            return (0, 0, []);
        }

        var (opened, undelivered) = (0, 0);
        var failed = new ConcurrentBag<Arrival>();
        await Parallel.ForEachAsync(
            arrivals.GroupBy(arrival => arrival.Event.Key),
            new ParallelOptions { MaxDegreeOfParallelism = JudgedAtOnce, CancellationToken = cancellation },
            async (key, stop) =>
            {
                try
                {
                    var judgement = await judges.AdvanceAsync(key.Key, key.Max(arrival => arrival.Event.Minute), stop);
                    Interlocked.Add(ref opened, judgement.Opened);
                    Interlocked.Add(ref undelivered, judgement.IsUndelivered ? 1 : 0);
                }
                catch (TableBusyException)
                {
                    foreach (var arrival in key)
                    {
                        failed.Add(arrival);
                    }
                }
            });

        return (opened, undelivered, failed);
    }
}
