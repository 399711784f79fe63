using System.Text.Json;
using Kinesis.Shards;
using Kinesis.Store;

namespace Kinesis.Mappings;

/// <summary>
/// An enabled mapping: a reader for each shard, children after their parents. <see cref="Pass"/> does all that can be done now
/// and tells when to come again; nothing here waits or has a thread of its own.
/// </summary>
internal sealed class MappingRun : IDisposable
{
    private readonly StreamStore store;
    private readonly RecordFile file;
    private readonly Dictionary<int, ShardReader> readers = [];
    private readonly CancellationTokenSource stopping = new();
    private bool isStopped;

    /// <param name="told">Is told the results of calls.</param>
    /// <param name="ended">Is told that a call has ended, and another pass is worth it.</param>
    public MappingRun(
        MappingDocument mapping,
        IStreamFunction function,
        IFailureDestinations destinations,
        StreamStore store,
        RecordFile file,
        Action<string> notice,
        Action<CallResult> told,
        Action ended)
    {
        (this.store, this.file) = (store, file);
        Context = new(mapping, function, destinations, store.Options.Clock, notice) { Told = told, Ended = ended, Stopping = stopping.Token };
    }

    public MappingContext Context { get; }

    /// <summary>The number of times that shards were read.</summary>
    public int Reads => readers.Values.Sum(reader => reader.Reads);

    /// <summary>Whether every record of the stream is done with.</summary>
    public bool IsCaughtUp
    {
        get
        {
            lock (Context.Gate)
            {
                return store.Find(Context.Mapping.Stream) is not { } stream
                    || stream.Shards.All(shard => store.Waiting(stream.Name, shard.Number, Reader(stream, shard).Current.Next, most: 1).Records == 0);
            }
        }
    }

    /// <summary>The place of a mapping in a shard, as it was kept last.</summary>
    /// <remarks>A shard that has no checkpoint came after the mapping began: it is read from its beginning.</remarks>
    public static Checkpoint Kept(RecordFile file, string mapping, long shard) => file.Query(
        "SELECT document FROM checkpoints WHERE mapping = $a AND shard = $b",
        [mapping, shard],
        row => JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), MappingJson.Default.Checkpoint)!) is [var checkpoint] ? checkpoint : new(0);

    /// <summary>Keeps where the mapping begins in the shards that there are: where they are now, though it is written a moment later.</summary>
    public static Task StartAsync(MappingDocument mapping, StreamStore store, RecordFile file)
    {
        var stream = store.Find(mapping.Stream);
        return Task.WhenAll((stream?.Shards ?? []).Select(shard => SaveAsync(
            file,
            mapping.Id,
            stream!.KeyOf(shard.Number),
            mapping.StartingPosition switch
            {
                "LATEST" => new(store.NextIndex(stream.Name, shard.Number), IsDone: !shard.IsOpen),
                "AT_TIMESTAMP" => new(store.IndexAt(stream.Name, shard.Number, mapping.StartingTimestamp ?? 0)),
                _ => new(0),
            })));
    }

    /// <returns>
    /// The time of the next pass, in milliseconds since 1970; null when the next pass waits for something to happen.
    /// </returns>
    public long? Pass(long now)
    {
        lock (Context.Gate)
        {
            if (isStopped || store.Find(Context.Mapping.Stream) is not { } stream)
            {
                return null;
            }

            Context.RetentionMilliseconds = stream.RetentionMilliseconds;
            long? due = null;
            foreach (var shard in stream.Shards.Where(shard => IsReady(stream, shard)))
            {
                var reader = Reader(stream, shard);
                if (reader.Pass(now) is { } later)
                {
                    due = Math.Min(due ?? long.MaxValue, later);
                }

                // A child may begin at once where its parent has just come to its end.
                due = reader.IsDone && !reader.Saved.IsDone ? now : due;
                Save(stream, reader);
            }

            return due;
        }
    }

    /// <summary>Lets idle shards be read at the next pass.</summary>
    public void Wake()
    {
        lock (Context.Gate)
        {
            foreach (var reader in readers.Values)
            {
                reader.Wake();
            }
        }
    }

    /// <summary>Starts no more calls; those under way are waited for, or told to stop.</summary>
    public async Task StopAsync(bool cancels)
    {
        lock (Context.Gate)
        {
            isStopped = true;
        }

        if (cancels)
        {
            await stopping.CancelAsync();
        }

        await Task.WhenAll(Context.Calls).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (Context.Gate)
        {
            if (store.Find(Context.Mapping.Stream) is { } stream)
            {
                foreach (var reader in readers.Values)
                {
                    Save(stream, reader);
                }
            }
        }
    }

    public void Dispose() => stopping.Dispose();

    private bool IsReady(StreamDocument stream, Shard shard) => new[] { shard.Parent, shard.AdjacentParent }
        .OfType<int>()
        .Select(parent => stream.Shards.FirstOrDefault(found => found.Number == parent))
        .OfType<Shard>()
        .All(parent => Reader(stream, parent).IsDone);

    private ShardReader Reader(StreamDocument stream, Shard shard)
    {
        if (!readers.TryGetValue(shard.Number, out var reader))
        {
            readers.Add(shard.Number, reader = new(Context, store, shard, Kept(file, Context.Mapping.Id, stream.KeyOf(shard.Number))));
        }

        return reader;
    }

    private void Save(StreamDocument stream, ShardReader reader)
    {
        var current = reader.Current;
        if (current != reader.Saved)
        {
            // The write is not awaited: records whose checkpoint is lost with the process come again, and delivery is only at least once.
            _ = SaveAsync(file, Context.Mapping.Id, stream.KeyOf(reader.Shard.Number), current);
            reader.Saved = current;
        }
    }

    private static Task SaveAsync(RecordFile file, string mapping, long shard, Checkpoint checkpoint) => file.RunAsync(
        "INSERT INTO checkpoints (mapping, shard, document) VALUES ($a, $b, $c) ON CONFLICT (mapping, shard) DO UPDATE SET document = $c",
        mapping,
        shard,
        JsonSerializer.SerializeToUtf8Bytes(checkpoint, MappingJson.Default.Checkpoint));
}
