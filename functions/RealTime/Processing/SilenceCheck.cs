using System.Text.Json;
using System.Text.Json.Serialization;
using RealTime.Alerts;
using RealTime.Fleet;
using RealTime.Tables;

namespace RealTime.Processing;

/// <summary>
/// The check that runs once a minute: it raises and clears the alerts of trucks that stopped sending, and judges their
/// last minutes.
/// </summary>
/// <remarks>A truck that stops sending begins no next minute, so that its stream never does.</remarks>
public sealed class SilenceCheck
{
    private const string Key = "silent";
    private const string Open = "open";

    // Of whoever was last heard of in this time, the last minute is judged by this check. Later it has been.
    private static readonly (TimeSpan Least, TimeSpan Most) Idle = (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(6));

    private readonly ITable trucks;
    private readonly ITable detectors;
    private readonly AlertBook book;
    private readonly StreamProcessor telemetry;
    private readonly TimeProvider clock;

    /// <param name="telemetry">The processor of the stream that fills the table <c>trucks</c>.</param>
    public SilenceCheck(Ports ports, StreamProcessor telemetry, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(ports);

        (trucks, detectors) = (ports.Trucks, ports.Detectors);
        book = new(ports.Alerts, ports.Topic);
        (this.telemetry, this.clock) = (telemetry, clock);
    }

    /// <exception cref="TableBusyException">A table could not answer now; the next check does this one's work.</exception>
    /// <exception cref="AlertsUndeliveredException">The topic could not take an alert; the next check tells of it.</exception>
    public async Task<SilenceResult> RunAsync(CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        var sightings = new List<TruckSighting>();
        await foreach (var item in trucks.ScanAsync(cancellation))
        {
            sightings.Add(TruckSighting.Read(item));
        }

        foreach (var truck in sightings.Where(truck => now - truck.RecordedAt > Idle.Least && now - truck.RecordedAt < Idle.Most))
        {
            await telemetry.AdvanceAsync(truck.Key, truck.Minute.AddMinutes(1), cancellation);
        }

        return await RaiseAsync(sightings, now, cancellation);
    }

    private async Task<SilenceResult> RaiseAsync(List<TruckSighting> sightings, DateTimeOffset now, CancellationToken cancellation)
    {
        var held = (await detectors.GetAsync([new(Key)], cancellation))[0];
        var open = held is null ? [] : JsonSerializer.Deserialize(held.Text(Open), SilenceJson.Default.DictionaryStringDateTimeOffset)!;
        var changes = Silence.Changes(sightings, open, now);
        IReadOnlyList<AlertChange> outbox = [.. Outbox.Read(held), .. changes];
        var revision = held?.Whole(Attributes.Revision) ?? 0;
        if (outbox.Count > 0)
        {
            foreach (var change in changes)
            {
                if (!change.IsCleared)
                {
                    open[change.Key] = change.OpenedAt;
                }
                else
                {
                    open.Remove(change.Key);
                }
            }

            await WriteAsync(open, outbox, revision, cancellation);
            foreach (var change in outbox)
            {
                await book.DeliverAsync(change, cancellation);
            }

            await WriteAsync(open, [], revision + 1, cancellation);
        }

        return new(sightings.Count, open.Count, changes.Count(change => !change.IsCleared));
    }

    private async Task WriteAsync(
        Dictionary<string, DateTimeOffset> open, IReadOnlyList<AlertChange> outbox, long revision, CancellationToken cancellation)
    {
        var item = new Item
        {
            ["k"] = ItemValue.Of(Key),
            [Open] = ItemValue.Of(JsonSerializer.Serialize(open, SilenceJson.Default.DictionaryStringDateTimeOffset)),
            [Attributes.Revision] = ItemValue.Of(revision + 1),
        };
        Outbox.Write(item, outbox);
        if ((await detectors.PutAsync([new(item, Condition.AtRevision(revision))], cancellation))[0] != PutOutcome.Written)
        {
            throw new TableBusyException("The table of detectors did not take who is silent, or another check runs at the same time.");
        }
    }
}

/// <param name="Trucks">The number of trucks in the table.</param>
/// <param name="Silent">Alerts that are open now.</param>
/// <param name="Opened">The number of alerts that this check opened.</param>
public sealed record SilenceResult(int Trucks, int Silent, int Opened);

[JsonSerializable(typeof(Dictionary<string, DateTimeOffset>))]
internal sealed partial class SilenceJson : JsonSerializerContext;
