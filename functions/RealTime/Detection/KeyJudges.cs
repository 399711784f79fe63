using System.Collections.Concurrent;
using RealTime.Alerts;
using RealTime.Minutes;
using RealTime.Streams;
using RealTime.Tables;

namespace RealTime.Detection;

/// <summary>Judges the minutes of a stream's keys once they are final: once the key's next minute has begun.</summary>
/// <remarks>
/// An alert is written together with how far the key was judged, on condition that nobody else has judged it since: a
/// crash at any point neither loses an alert nor opens it twice. An event that comes later still counts in its minute,
/// but the minute is not judged again.
/// </remarks>
internal sealed class KeyJudges(StreamDefinition stream, ITable minutes, ITable detectors, AlertBook book)
{
    // Some 30 KB each.
    private const int MostRemembered = 5_000;

    private const int MostAttempts = 10;

    private readonly MinuteItem rows = new(stream);
    private readonly ConcurrentDictionary<string, KeyState> known = new();

    /// <param name="until">The first minute that is not final.</param>
    /// <returns>Alerts that opened, and whether telling of any has to be tried again.</returns>
    /// <exception cref="TableBusyException">A table could not answer now.</exception>
    public async Task<Judgement> AdvanceAsync(string key, DateTimeOffset until, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            // Whoever judges has the state to himself; what he does not put back is read anew.
            var state = known.TryRemove(key, out var remembered) ? remembered : await LoadAsync(key, until, cancellation);
            if (await AdvanceAsync(state, until, cancellation) is not { } opened)
            {
                continue;
            }

            var undelivered = !await DeliverAsync(state, cancellation);
            Remember(state);
            return new(opened, undelivered);
        }

        throw new TableBusyException($"The state of {key} was written by others in {MostAttempts} attempts.");
    }

    /// <returns>The number of alerts that opened; null when someone else has judged the key meanwhile.</returns>
    private async Task<int?> AdvanceAsync(KeyState state, DateTimeOffset until, CancellationToken cancellation)
    {
        if (until <= state.Next)
        {
            return 0;
        }

        var from = state.Next;
        var final = await ReadAsync(state.Key, from, until.AddMinutes(-1), cancellation);
        state.Next = until;
        if (final.Count == 0)
        {
            return 0;
        }

        var changes = final.SelectMany(state.Judge.Judge).ToList();
        state.Outbox = [.. state.Outbox, .. changes];
        if (!await WriteAsync(state, cancellation))
        {
            return null;
        }

        if (state.IsModelDue(from))
        {
            // If the model is not written, more minutes have to be learnt again after a start, and nothing else happens.
            await detectors.PutAsync([state.PutModel()], cancellation);
        }

        return changes.Count(change => !change.IsCleared);
    }

    private async Task<KeyState> LoadAsync(string key, DateTimeOffset until, CancellationToken cancellation)
    {
        var items = await detectors.GetAsync(KeyState.ItemKeys(key), cancellation);
        var state = KeyState.Read(stream, key, items[0], items[1]);
        if (state.Revision == 0)
        {
            state.Next = until - EventReader.Oldest;
        }

        if (state.ToRelearn is var (from, last))
        {
            foreach (var row in await ReadAsync(key, from, last, cancellation))
            {
                state.Judge.Relearn(row);
            }
        }

        return state;
    }

    private async Task<IReadOnlyList<MinuteRow>> ReadAsync(
        string key, DateTimeOffset first, DateTimeOffset last, CancellationToken cancellation) =>
        [.. (await minutes.QueryAsync(key, MinuteKey.Text(first), MinuteKey.Text(last), cancellation)).Select(rows.Read)];

    /// <returns>False: someone else has judged meanwhile.</returns>
    private async Task<bool> WriteAsync(KeyState state, CancellationToken cancellation)
    {
        switch ((await detectors.PutAsync([state.Put()], cancellation))[0])
        {
            case PutOutcome.Written:
                state.WasWritten();
                return true;
            case PutOutcome.Refused:
                return false;
            default:
                throw new TableBusyException($"The table of detectors did not take {state.Key}.");
        }
    }

    /// <returns>Whether every alert has been told.</returns>
    private async Task<bool> DeliverAsync(KeyState state, CancellationToken cancellation)
    {
        if (state.Outbox.Count == 0)
        {
            return true;
        }

        try
        {
            foreach (var change in state.Outbox)
            {
                await book.DeliverAsync(change, cancellation);
            }
        }
        catch (Exception later) when (later is AlertsUndeliveredException or TableBusyException)
        {
            // They stay in the outbox, and go out with the key's next batch. Counting goes on meanwhile.
            return false;
        }

        state.Outbox = [];

        // If someone else has written since, he delivers them again, which changes nothing.
        await WriteAsync(state, cancellation);
        return true;
    }

    private void Remember(KeyState state)
    {
        if (known.Count >= MostRemembered)
        {
            known.Clear();
        }

        known[state.Key] = state;
    }
}

/// <param name="Opened">The number of alerts that opened.</param>
/// <param name="IsUndelivered">Whether an alert is recorded that could not be told yet.</param>
internal sealed record Judgement(int Opened, bool IsUndelivered);
