using RealTime.Minutes;
using RealTime.Streams;
using RealTime.Tables;

namespace RealTime.Processing;

/// <summary>Counts events in the rows of their minutes, each event once.</summary>
/// <remarks>
/// A row is read, the events that it has not counted are added, and it is written on condition that nobody has written
/// it since; where somebody has, it is read again. That condition alone makes the rows right, however many write.
/// </remarks>
internal sealed class MinuteWriter(StreamDefinition stream, ITable minutes)
{
    private const int MostAttempts = 20;

    private readonly MinuteItem items = new(stream);

    public async Task<MinuteWriting> CountAsync(IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        var writing = new MinuteWriting();
        var pending = arrivals
            .GroupBy(arrival => new MinuteKey(arrival.Event.Key, arrival.Event.Minute))
            .Select(group => (Id: group.Key, Arrivals: (IReadOnlyList<Arrival>)[.. group]))
            .ToList();
        for (var attempt = 1; pending.Count > 0; attempt++)
        {
            if (attempt > MostAttempts)
            {
                writing.Failed.AddRange(pending.SelectMany(group => group.Arrivals));
                break;
            }

            var rows = await ReadAsync([.. pending.Select(group => group.Id)], cancellation);
            var folded = pending.Zip(rows, (group, row) => (Group: group, Folded: row.With(stream, group.Arrivals), Before: row)).ToList();
            var changed = folded.Where(one => one.Folded.Added > 0).ToList();
            foreach (var one in folded.Where(one => one.Folded.Added == 0))
            {
                writing.Add(one.Group.Arrivals, one.Folded, one.Before);
            }

            pending = [];
            var outcomes = changed.Count == 0 ? [] : await minutes.PutAsync([.. changed.Select(one => Put(one.Folded.Row))], cancellation);
            foreach (var (one, outcome) in changed.Zip(outcomes))
            {
                switch (outcome)
                {
                    case PutOutcome.Written:
                        writing.Add(one.Group.Arrivals, one.Folded, one.Before);
                        break;
                    case PutOutcome.Refused:
                        pending.Add(one.Group);
                        break;
                    case PutOutcome.Busy:
                        writing.Failed.AddRange(one.Group.Arrivals);
                        break;
                }
            }
        }

        return writing;
    }

    /// <summary>Finds out which of the events have been counted before.</summary>
    public async Task<IReadOnlyList<bool>> HaveAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellation)
    {
        var ids = events.Select(one => new MinuteKey(one.Key, one.Minute)).Distinct().ToList();
        var rows = (await ReadAsync(ids, cancellation)).ToDictionary(row => row.Id);

        return [.. events.Select(one => rows[new(one.Key, one.Minute)].Has(one.IdHash))];
    }

    private async Task<IReadOnlyList<MinuteRow>> ReadAsync(List<MinuteKey> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var held = await minutes.GetAsync([.. ids.Select(id => id.ItemKey)], cancellation);
        return [.. ids.Zip(held, (id, item) => item is null ? new MinuteRow(id) : items.Read(item))];
    }

    private ConditionalPut Put(MinuteRow row) =>
        new(items.Of(row with { Revision = row.Revision + 1 }), Condition.AtRevision(row.Revision));
}

/// <summary>The result of counting a batch.</summary>
internal sealed class MinuteWriting
{
    public int Counted { get; private set; }

    public int Repeated { get; private set; }

    public int CountedLate { get; private set; }

    /// <summary>Events for which their rows have no room.</summary>
    public List<Arrival> Full { get; } = [];

    /// <summary>Events whose rows could not be written now.</summary>
    public List<Arrival> Failed { get; } = [];

    public void Add(IReadOnlyList<Arrival> arrivals, Folded folded, MinuteRow before)
    {
        Counted += folded.Added;
        CountedLate += (int)(folded.Row.Late - before.Late);
        Repeated += arrivals.Count - folded.Added - folded.Full.Count;
        Full.AddRange(folded.Full);
    }
}
