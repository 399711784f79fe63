using System.Globalization;
using Confluent.Kafka;
using RealTime.Processing;

namespace Kafka;

/// <summary>Handles a batch of a topic.</summary>
/// <returns>The records that must come again: of a partition, all from the first that failed on.</returns>
/// <exception cref="Exception">All of the batch must come again.</exception>
public delegate Task<IReadOnlyList<StreamRecord>> BatchHandler(IReadOnlyList<StreamRecord> records, CancellationToken cancellation);

/// <summary>Reads a topic as a member of a consumer group, a batch at a time.</summary>
/// <remarks>
/// An offset is committed once the batch before it is done with, and never sooner: whatever ends in between, a process, a
/// connection or the membership in the group, is read again by whoever has the partition then. Deliveries are at least
/// once, so that the handler must not count a record twice.
/// </remarks>
public sealed class TopicReader : IAsyncDisposable
{
    // The longest time for which a call of the client library blocks, and so the time in which the end of the reader is noticed.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    // The longest time for which a question about the group's progress waits for a broker.
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly KafkaConnection connection;
    private readonly IConsumer<byte[], byte[]> consumer;
    private readonly BatchHandler handle;
    private readonly Action<string> notice;
    private readonly TimeProvider clock;
    private readonly string topic;
    private readonly int size;
    private readonly TimeSpan window;
    private readonly CancellationTokenSource stopping = new();
    private readonly List<ConsumeResult<byte[], byte[]>> batch = [];
    private Task running = Task.CompletedTask;
    private string? trouble;

    /// <param name="size">Records of a batch at most.</param>
    /// <param name="window">The time for which a batch is gathered.</param>
    /// <param name="notice">Is told, in a sentence, what goes wrong, and once it is over.</param>
    public TopicReader(
        KafkaConnection connection, string topic, int size, TimeSpan window, BatchHandler handle, Action<string> notice, TimeProvider clock)
    {
        (this.connection, this.topic, this.size, this.window) = (connection, topic, size, window);
        (this.handle, this.notice, this.clock) = (handle, notice, clock);
        consumer = new ConsumerBuilder<byte[], byte[]>(ClientSettings.Consumer(connection))
            .SetPartitionsRevokedHandler((_, moved) => Forget(moved.Select(one => one.TopicPartition)))
            .SetPartitionsLostHandler((_, lost) => Forget(lost.Select(one => one.TopicPartition)))
            .SetErrorHandler((_, error) => Tell($"Kafka at {connection.Bootstrap}: {error.Reason}"))
            .SetLogHandler((_, _) => { })
            .Build();
    }

    public void Start()
    {
        consumer.Subscribe(topic);

        // A thread of its own, which the client library's calls may block.
        running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Returns once the group has committed everything up to these offsets, whichever member did so.</summary>
    /// <param name="sent">The last offset of each partition.</param>
    /// <exception cref="Exception">The reader ended before.</exception>
    public async Task CaughtUpAsync(IReadOnlyDictionary<int, long> sent, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sent);

        while (!await Task.Run(() => HasCommitted(sent), cancellation))
        {
            if (await Task.WhenAny(running, Task.Delay(Look, clock, cancellation)) == running)
            {
                await running;
                throw new KafkaException($"The reader of {topic} ended before it had everything.");
            }
        }
    }

    /// <summary>
    /// The progress of the group, as the brokers have it now. When they do not answer, no partition is known, and the
    /// trouble says so.
    /// </summary>
    public Task<TopicProgress> ProgressAsync(CancellationToken cancellation = default) => Task.Run(
        () =>
        {
            try
            {
                return new TopicProgress(topic, connection.Group, connection.Bootstrap, trouble, Partitions());
            }
            catch (Confluent.Kafka.KafkaException error)
            {
                return new TopicProgress(topic, connection.Group, connection.Bootstrap, $"Kafka at {connection.Bootstrap}: {error.Error.Reason}", []);
            }
        },
        cancellation);

    /// <summary>Ends between two batches, and leaves the group, so that others have the partitions at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Run(consumer.Close);
        consumer.Dispose();
        stopping.Dispose();
    }

    private List<PartitionProgress> Partitions()
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var found = admin.GetMetadata(topic, Answer).Topics.Single().Partitions
            .Select(partition => new TopicPartition(topic, partition.PartitionId))
            .OrderBy(partition => partition.Partition.Value)
            .ToList();
        var here = consumer.Assignment.ToHashSet();
        return
        [
            .. consumer.Committed(found, Answer).OrderBy(place => place.Partition.Value).Select(place =>
            {
                var ends = consumer.QueryWatermarkOffsets(place.TopicPartition, Answer);
                long? next = place.Offset == Offset.Unset ? null : place.Offset.Value;
                // Records that the topic has deleted meanwhile can no longer be read.
                var from = Math.Max(next ?? ends.Low.Value, ends.Low.Value);
                return new PartitionProgress(
                    place.Partition.Value, here.Contains(place.TopicPartition), next, ends.High.Value, Math.Max(0, ends.High.Value - from));
            }),
        ];
    }

    private bool HasCommitted(IReadOnlyDictionary<int, long> sent)
    {
        try
        {
            return consumer
                .Committed([.. sent.Keys.Select(partition => new TopicPartition(topic, partition))], Answer)
                .All(place => place.Offset.Value > sent[place.Partition.Value]);
        }
        catch (Confluent.Kafka.KafkaException)
        {
            // The group's coordinator is moving: it is asked again.
            return false;
        }
    }

    private void Run()
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            Gather();
            if (batch.Count == 0)
            {
                continue;
            }

            if (Handle())
            {
                pause = FirstPause;
                continue;
            }

            Task.Delay(pause, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // Rebalances happen within Consume: what was gathered of a partition that moved is its new owner's.
    private void Gather()
    {
        batch.Clear();
        var until = clock.GetUtcNow() + window;
        while (batch.Count < size && !stopping.IsCancellationRequested)
        {
            var left = until - clock.GetUtcNow();
            if (batch.Count > 0 && left <= TimeSpan.Zero)
            {
                return;
            }

            try
            {
                if (consumer.Consume(batch.Count > 0 && left < Look ? left : Look) is { IsPartitionEOF: false } record)
                {
                    if (batch.Count == 0)
                    {
                        until = clock.GetUtcNow() + window;
                    }

                    batch.Add(record);
                }
            }
            catch (ConsumeException error) when (!error.Error.IsFatal)
            {
                Tell($"The topic {topic} cannot be read: {error.Error.Reason}");
            }
        }
    }

    private void Forget(IEnumerable<TopicPartition> moved)
    {
        var partitions = moved.ToHashSet();
        batch.RemoveAll(record => partitions.Contains(record.TopicPartition));
    }

    /// <returns>False: something must come again, and has been asked for.</returns>
    private bool Handle()
    {
        IReadOnlyList<StreamRecord> records = [.. batch.Select(Read)];
        IReadOnlyList<StreamRecord> again;
        try
        {
            again = handle(records, stopping.Token).GetAwaiter().GetResult();
            if (trouble is not null && again.Count == 0)
            {
                notice($"The events of the topic {topic} are counted again.");
                trouble = null;
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            if (!stopping.IsCancellationRequested)
            {
                Tell($"The events of the topic {topic} are not counted, and are tried again: {error.Message}");
            }

            again = records;
        }

        var left = again.ToHashSet();
        var places = batch.Zip(records).GroupBy(one => one.First.TopicPartition).Select(partition => (
            First: partition.First().First.TopicPartitionOffset,
            Next: partition.FirstOrDefault(one => left.Contains(one.Second)).First?.TopicPartitionOffset
                ?? new TopicPartitionOffset(partition.Key, partition.Last().First.Offset + 1),
            IsDone: !partition.Any(one => left.Contains(one.Second)))).ToList();
        Commit([.. places.Where(place => place.Next.Offset > place.First.Offset).Select(place => place.Next)]);
        foreach (var place in places.Where(place => !place.IsDone))
        {
            SeekBack(place.Next);
        }

        return left.Count == 0;
    }

    private static StreamRecord Read(ConsumeResult<byte[], byte[]> record) => KafkaRecord.Of(
        record.Topic, record.Partition.Value, record.Offset.Value, record.Message.Timestamp.UnixTimestampMs, record.Message.Key, record.Message.Value);

    private void Commit(IReadOnlyCollection<TopicPartitionOffset> places)
    {
        if (places.Count == 0)
        {
            return;
        }

        try
        {
            consumer.Commit(places);
        }
        catch (Confluent.Kafka.KafkaException error) when (error.Error.Code is ErrorCode.RebalanceInProgress or ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId)
        {
            // The group is sharing out its partitions: what is done with is done, and comes once more to whoever has it then.
        }
        catch (Confluent.Kafka.KafkaException error) when (!error.Error.IsFatal)
        {
            Tell(string.Create(
                CultureInfo.InvariantCulture, $"How far the topic {topic} is counted could not be committed, so that some events come again: {error.Error.Reason}"));
        }
    }

    private void SeekBack(TopicPartitionOffset place)
    {
        try
        {
            consumer.Seek(place);
        }
        catch (Confluent.Kafka.KafkaException error) when (!error.Error.IsFatal)
        {
            // The partition has moved: its new owner begins where it was committed.
        }
    }

    // Once, for as long as it lasts.
    private void Tell(string sentence)
    {
        if (trouble != sentence)
        {
            trouble = sentence;
            notice(sentence);
        }
    }
}
