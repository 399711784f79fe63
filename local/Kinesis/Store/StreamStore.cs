using System.Globalization;
using System.Text;
using System.Text.Json;
using Kinesis.Shards;

namespace Kinesis.Store;

/// <summary>The streams of a stage. Changes that take a while at AWS are due at a time, and happen when the stream is next looked at. Thread-safe.</summary>
internal sealed class StreamStore : IAsyncDisposable
{
    private static readonly long TrimEvery = (long)TimeSpan.FromMinutes(1).TotalMilliseconds;

    private readonly KinesisOptions options;
    private readonly RecordFile file;
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, StreamState> streams = new(StringComparer.Ordinal);
    private long nextKey;
    private long trimmedAt;

    public StreamStore(KinesisOptions options, RecordFile file)
    {
        (this.options, this.file) = (options, file);
        var counters = file.Counters();
        foreach (var document in file.Documents("streams", json => JsonSerializer.Deserialize(json, StoreJson.Default.StreamDocument)!))
        {
            streams.Add(document.Name, new(document, counters));
        }

        nextKey = streams.Values.Select(stream => stream.Document.Key + 1).DefaultIfEmpty(1).Max();
    }

    /// <summary>Raised when records have become readable.</summary>
    public event Action? Written;

    public KinesisOptions Options => options;

    /// <summary>Whether the limits of shards are lifted.</summary>
    public bool IsUnlimited { get; set; }

    public long Now => options.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The streams, by name.</summary>
    public IReadOnlyList<StreamDocument> All
    {
        get
        {
            lock (gate)
            {
                foreach (var name in streams.Keys.ToList())
                {
                    Settle(name);
                }

                return [.. streams.Values.Select(stream => stream.Document)];
            }
        }
    }

    public StreamDocument? Find(string name)
    {
        lock (gate)
        {
            return Settle(name)?.Document;
        }
    }

    /// <exception cref="KinesisException">There is none of that name.</exception>
    public StreamDocument Get(string name) => Find(name) ?? throw NotFound(name);

    /// <param name="due">The time from which on the stream exists; null for the usual delay.</param>
    public async Task CreateAsync(StreamDocument stream, int shards, long? due = null)
    {
        Task saved;
        lock (gate)
        {
            if (Settle(stream.Name) is not null)
            {
                throw KinesisException.InUse($"Stream {stream.Name} under account {options.Account} already exists.");
            }

            CheckShardLimit(shards);
            var created = stream with { Key = nextKey++, Pending = new(due ?? Due, ChangeKind.Create) { Count = shards } };
            streams.Add(created.Name, new(created, new Dictionary<long, long>()));
            saved = file.SaveAsync(created);
        }

        await saved;
    }

    /// <summary>Changes what is kept of a stream.</summary>
    /// <param name="change">Computes the new state from the present one; it throws to refuse the change.</param>
    public async Task<StreamDocument> ChangeAsync(string name, Func<StreamDocument, StreamDocument> change)
    {
        Task saved;
        StreamDocument changed;
        lock (gate)
        {
            var stream = Settle(name) ?? throw NotFound(name);
            changed = stream.Document = change(stream.Document);
            saved = file.SaveAsync(changed);
        }

        await saved;
        return changed;
    }

    /// <summary>Forgets the records at once, and the stream in a while.</summary>
    public async Task DeleteAsync(string name)
    {
        var deleted = await ChangeAsync(name, stream => stream with
        {
            Status = "DELETING",
            Shards = [],
            Pending = new(Due, ChangeKind.Delete),
        });
        var (first, last) = deleted.Keys;
        await file.RunAsync("DELETE FROM blocks WHERE shard BETWEEN $a AND $b", first, last);
        await file.RunAsync("DELETE FROM counters WHERE key BETWEEN $a AND $b", first, last);
    }

    /// <summary>The time at which a change that is requested now takes effect.</summary>
    public long Due => Now + (long)options.Settling.TotalMilliseconds;

    public void CheckShardLimit(int more)
    {
        var open = streams.Values.Sum(stream => stream.Open.Count);
        if (open + more > options.MostShards)
        {
            throw KinesisException.Limit(string.Create(
                CultureInfo.InvariantCulture,
                $"This request would exceed the shard limit for the account {options.Account} in {options.Region}. Current shard count for the account: {open}. Limit: {options.MostShards}. Number of additional shards that would have resulted from this request: {more}. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits."));
        }
    }

    /// <summary>Puts records; those that their shard has no room for in this second are refused one by one.</summary>
    /// <returns>The outcomes in the order of the records; a record that was taken is on the disk.</returns>
    /// <exception cref="KinesisException">The request as a whole is refused.</exception>
    public async Task<IReadOnlyList<PutOutcome>> PutAsync(string name, IReadOnlyList<PutRecord> records)
    {
        CheckRoom();
        var hashes = records.Select(HashKey).ToArray();
        var outcomes = new PutOutcome[records.Count];
        StreamState stream;
        List<TakenRecord> taken = [];
        Dictionary<int, int> unwritten = [];
        Task written;
        lock (gate)
        {
            stream = Settle(name) is { Document.TakesRecords: true } found ? found : throw NotFound(name);
            CheckSizes(records, stream.Document);
            var now = Now;
            var counters = new Dictionary<long, long>();

            // AWS numbers the records of a request shard by shard, the last shard first.
            foreach (var group in Enumerable.Range(0, records.Count).GroupBy(i => stream.Route(hashes[i])).OrderByDescending(group => group.Key.Number))
            {
                foreach (var i in group)
                {
                    outcomes[i] = Take(stream, group.Key, records[i], now, taken, counters);
                }

                unwritten[group.Key.Number] = 0;
            }

            foreach (var record in taken)
            {
                unwritten[(int)(record.Shard - stream.Document.KeyOf(0))]++;
            }

            CountUnwritten(stream, unwritten, 1);
            written = taken.Count == 0 ? Task.CompletedTask : file.AppendAsync(taken, [.. counters.Select(counter => (counter.Key, counter.Value))]);
        }

        try
        {
            await written;
        }
        finally
        {
            lock (gate)
            {
                CountUnwritten(stream, unwritten, -1);
            }
        }

        Written?.Invoke();
        TrimWhenDue();
        return outcomes;
    }

    /// <summary>The number of records that a stream has taken since it was made.</summary>
    public long TakenBy(string name)
    {
        lock (gate)
        {
            return Settle(name)?.Counters.Values.Sum() ?? 0;
        }
    }

    /// <summary>The index from which a shard is read: its beginning, the one after its last record, or that of a time.</summary>
    public long NextIndex(string name, int shard)
    {
        lock (gate)
        {
            return Settle(name) is { } stream && stream.Find(shard) is { } found ? stream.NextIndex(found) : 0;
        }
    }

    /// <summary>The index of the first record of a time or later; where there is none yet, of the next one.</summary>
    public long IndexAt(string name, int shard, long time)
    {
        var next = NextIndex(name, shard);
        return Find(name) is { } stream ? file.FirstAt(stream.KeyOf(shard), time) ?? next : next;
    }

    /// <summary>Counts a GetRecords against the shard's limits.</summary>
    /// <exception cref="KinesisException">There were five in this second, or 10 MB in the last five.</exception>
    public void CheckRead(string name, int shard)
    {
        lock (gate)
        {
            if (!IsUnlimited
                && Settle(name) is { } stream
                && stream.Find(shard) is { } found
                && !stream.Limits(found).TakesRead(Now))
            {
                throw KinesisException.Throughput(RateExceeded(stream.Document, found));
            }
        }
    }

    public void CountRead(string name, int shard, long bytes)
    {
        lock (gate)
        {
            if (Settle(name) is { } stream && stream.Find(shard) is { } found)
            {
                stream.Limits(found).Gave(bytes);
            }
        }
    }

    /// <summary>Reads a shard from an index on.</summary>
    /// <returns>Null: there is no such shard, or none any more.</returns>
    public ShardPage? Read(string name, int number, long fromIndex, int mostRecords, long mostBytes)
    {
        StreamDocument stream;
        Shard shard;
        bool isComplete;
        long horizon;
        lock (gate)
        {
            if (Settle(name) is not { } state || state.Find(number) is not { } found)
            {
                return null;
            }

            (stream, shard) = (state.Document, found);
            isComplete = !shard.IsOpen && state.IsWritten(shard);
            horizon = Now - stream.RetentionMilliseconds;
        }

        var records = new List<Record>();
        var bytes = 0L;
        long? waiting = null;
        foreach (var record in file.Read(stream.KeyOf(number), fromIndex))
        {
            if (record.Arrived < horizon)
            {
                continue;
            }

            var size = record.Data.Length + Encoding.UTF8.GetByteCount(record.PartitionKey);
            if (records.Count == mostRecords || (bytes + size > mostBytes && records.Count > 0))
            {
                waiting = record.Arrived;
                break;
            }

            records.Add(record);
            bytes += size;
        }

        var children = isComplete && records.Count == 0 ? stream.Shards.Where(child => child.IsChildOf(number)).ToList() : null;
        return new(shard, records, bytes, waiting is null ? 0 : Math.Max(0, Now - records[^1].Arrived), children);
    }

    /// <summary>Counts the records of a shard from an index on.</summary>
    /// <param name="most">The most records that are counted.</param>
    /// <returns>
    /// The number of records, and the arrival of the first of them in milliseconds since 1970; null when there is none.
    /// </returns>
    public (long Records, long? Oldest) Waiting(string name, int number, long fromIndex, int most = int.MaxValue)
    {
        const int AtOnce = 1_000;
        var (count, oldest) = (0L, (long?)null);
        while (count < most
            && Read(name, number, fromIndex, Math.Min(most, AtOnce), long.MaxValue) is { Records: [var first, ..] records })
        {
            oldest ??= first.Arrived;
            count += records.Count;
            fromIndex = records[^1].Index + 1;
        }

        return (count, oldest);
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    public KinesisException NotFound(string name) =>
        KinesisException.NotFound($"Stream {name} under account {options.Account} not found.");

    private static UInt128 HashKey(PutRecord record) =>
        record.ExplicitHashKey is { } text ? HashKeys.Explicit(text) : HashKeys.Of(Encoding.UTF8.GetBytes(record.PartitionKey));

    private static void CountUnwritten(StreamState stream, Dictionary<int, int> records, int sign)
    {
        foreach (var (shard, count) in records)
        {
            stream.CountUnwritten(shard, sign * count);
        }
    }

    private static void CheckSizes(IReadOnlyList<PutRecord> records, StreamDocument stream)
    {
        const int MostInRequest = 10 * 1024 * 1024;
        var most = stream.MaxRecordKiB * 1024;
        var all = 0L;
        foreach (var record in records)
        {
            if (record.Data.Length > most)
            {
                throw KinesisException.Validation(
                    $"Record of {record.Data.Length} bytes is larger than the {stream.MaxRecordKiB} KiB that stream {stream.Name} takes. UpdateMaxRecordSize raises that.");
            }

            all += record.Data.Length + Encoding.UTF8.GetByteCount(record.PartitionKey);
        }

        if (all > MostInRequest)
        {
            throw KinesisException.Argument("Records size exceeds 10 MB limit");
        }
    }

    private PutOutcome Take(
        StreamState stream, Shard shard, PutRecord record, long now, List<TakenRecord> taken, Dictionary<long, long> counters)
    {
        var size = record.Data.Length + Encoding.UTF8.GetByteCount(record.PartitionKey);
        if ((!IsUnlimited && !stream.Limits(shard).TakesRecord(now, size)) || options.Refuses?.Invoke(record) == true)
        {
            return new(null, null, "ProvisionedThroughputExceededException", RateExceeded(stream.Document, shard));
        }

        // Children begin a second after their parents' end.
        var arrived = Math.Max(now, shard.Created * 1000);
        var key = stream.CounterKey(shard);
        var index = stream.NextIndex(shard);
        if (index == 0 && arrived / 1000 == shard.Created)
        {
            // The first record comes after the shard's own first number.
            index = 1;
        }

        counters[key] = stream.Counters[key] = index + 1;
        taken.Add(new(stream.Document.KeyOf(shard.Number), new(index, arrived, record.PartitionKey, record.Data)));
        return new(shard.Id, shard.At(index, arrived / 1000).ToString());
    }

    private string RateExceeded(StreamDocument stream, Shard shard) =>
        $"Rate exceeded for shard {shard.Id} in stream {stream.Name} under account {options.Account}.";

    private void CheckRoom()
    {
        if (file.Size > options.MostBytes)
        {
            throw new KinesisException(
                "InternalFailure",
                $"The streams of the local stage take {file.Size:N0} bytes, and may take {options.MostBytes:N0}. Delete a stream, or shorten its retention.",
                500);
        }
    }

    // Under the gate.
    private StreamState? Settle(string name)
    {
        if (!streams.TryGetValue(name, out var stream))
        {
            return null;
        }

        var now = Now;
        while (stream.Document.Pending is { } change && change.Due <= now)
        {
            if (Settlement.Of(stream.Document, change) is not { } settled)
            {
                streams.Remove(name);
                _ = file.RunAsync("DELETE FROM streams WHERE name = $a", name);
                return null;
            }

            stream.Document = settled;
            _ = file.SaveAsync(settled);
        }

        DropExpiredShards(stream, now);
        return stream;
    }

    private void DropExpiredShards(StreamState stream, long now)
    {
        var horizon = now - stream.Document.RetentionMilliseconds;
        bool IsExpired(Shard shard) => shard.Closed is { } second && (second + 1) * 1000 < horizon;
        if (stream.Document.Shards.Any(IsExpired))
        {
            stream.Document = stream.Document with { Shards = [.. stream.Document.Shards.Where(shard => !IsExpired(shard))] };
            _ = file.SaveAsync(stream.Document);
        }
    }

    private void TrimWhenDue()
    {
        var now = Now;
        lock (gate)
        {
            if (now - trimmedAt < TrimEvery)
            {
                return;
            }

            trimmedAt = now;
            foreach (var stream in streams.Values)
            {
                var (first, last) = stream.Document.Keys;
                _ = file.RunAsync(
                    "DELETE FROM blocks WHERE shard BETWEEN $a AND $b AND arrived < $c", first, last, now - stream.Document.RetentionMilliseconds);
            }

            _ = file.RunAsync("PRAGMA incremental_vacuum(4000)");
        }
    }
}

/// <summary>Records of a shard, read at once.</summary>
/// <param name="Bytes">The bytes of data and partition keys.</param>
/// <param name="BehindLatest">Milliseconds from the last of them to now where there are more; 0 where there are none.</param>
/// <param name="Children">The shards that go on where this one ends, when its end is reached; null: it is not.</param>
internal sealed record ShardPage(Shard Shard, IReadOnlyList<Record> Records, long Bytes, long BehindLatest, IReadOnlyList<Shard>? Children);
