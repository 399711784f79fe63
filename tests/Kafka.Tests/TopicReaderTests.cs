using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using RealTime.Processing;
using Tests.Shared;

namespace Kafka.Tests;

/// <summary>Reading in a consumer group, on librdkafka's own cluster: what a handler is done with is committed, and nothing sooner.</summary>
public sealed class TopicReaderTests : IDisposable
{
    private const string Topic = "telemetry";
    private const int Records = 300;

    private readonly MockKafka kafka = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_record_is_handed_over_and_its_offset_committed_only_after_the_handler()
    {
        using var writer = await SendAsync();
        var seen = new ConcurrentBag<StreamRecord>();
        var committedAhead = new ConcurrentBag<string>();
        await using var reader = Read(records =>
        {
            foreach (var partition in records.GroupBy(PartitionOf))
            {
                if (kafka.Committed(Topic).TryGetValue(partition.Key, out var next) && next > OffsetOf(partition.First()))
                {
                    committedAhead.Add($"{next} of {partition.Key} before {OffsetOf(partition.First())} was handled");
                }
            }

            seen.AddAll(records);
            return [];
        });

        await reader.CaughtUpAsync(writer.Sent, Cancellation);

        Assert.Empty(committedAhead);
        Assert.Equal(Numbers(0, Records), NumbersOf(seen));
        Assert.Equal(
            writer.Sent.Select(place => (place.Key, place.Value + 1)).Order(),
            kafka.Committed(Topic).Select(place => (place.Key, place.Value)).Order());
        Assert.All(seen, record => Assert.Equal(($"{Topic}-{PartitionOf(record)}", Topic), (record.ShardId, record.Stream)));
        Assert.All(seen.GroupBy(record => record.PartitionKey), key => Assert.Single(key.Select(record => record.ShardId).Distinct()));
    }

    [Fact]
    public async Task How_far_the_group_is_is_told_partition_by_partition_and_where_no_broker_answers_why()
    {
        using var writer = await SendAsync();
        var release = new TaskCompletionSource();
        await using (var reader = Read(records =>
        {
            release.Task.GetAwaiter().GetResult();
            return [];
        }))
        {
            var before = await reader.ProgressAsync(Cancellation);
            Assert.Equal(Records, before.Partitions.Sum(partition => partition.Lag));
            Assert.All(before.Partitions, partition => Assert.Null(partition.Next));

            release.SetResult();
            await reader.CaughtUpAsync(writer.Sent, Cancellation);
            var after = await reader.ProgressAsync(Cancellation);
            Assert.Equal(
                writer.Sent.Select(place => new PartitionProgress(place.Key, IsReadHere: true, place.Value + 1, place.Value + 1, Lag: 0)).OrderBy(place => place.Partition),
                after.Partitions.Where(partition => writer.Sent.ContainsKey(partition.Partition)));
            Assert.Equal((Topic, "counting", kafka.Bootstrap, null), (after.Topic, after.Group, after.Bootstrap, after.Trouble));
        }

        await using var lost = new TopicReader(
            new("127.0.0.1:1", "counting", new Dictionary<string, string>()), Topic, 10, TimeSpan.Zero, (_, _) => throw new InvalidOperationException(), _ => { }, TimeProvider.System);
        Assert.Matches("^Kafka at 127.0.0.1:1: .+", (await lost.ProgressAsync(Cancellation)).Trouble);
    }

    [Fact]
    public async Task What_fails_comes_again_from_there_on_and_what_is_before_it_does_not()
    {
        using var writer = await SendAsync();
        var handled = new List<StreamRecord>();
        var repeated = new List<string>();
        var failures = 0;
        var told = new ConcurrentQueue<string>();
        await using var reader = Read(
            records =>
            {
                var again = new List<StreamRecord>();
                foreach (var partition in records.GroupBy(PartitionOf))
                {
                    var all = partition.ToList();

                    // Each batch of a partition once: the second half fails, and once the whole call.
                    var failing = failures < 5 && all.Count > 1 ? all.Count / 2 : all.Count;
                    again.AddRange(all[failing..]);
                    repeated.AddRange(all[..failing].Select(NumberOf).Intersect(handled.Select(NumberOf)));
                    handled.AddRange(all[..failing]);
                }

                if (++failures == 3)
                {
                    handled.RemoveAll(record => records.Contains(record));
                    throw new InvalidOperationException("The tables are away.");
                }

                return again;
            },
            told.Enqueue);

        await reader.CaughtUpAsync(writer.Sent, Cancellation);

        Assert.Empty(repeated);
        Assert.Equal(Numbers(0, Records), NumbersOf(handled));
        Assert.Equal(
            [
                "The events of the topic telemetry are not counted, and are tried again: The tables are away.",
                "The events of the topic telemetry are counted again.",
            ],
            told.Where(sentence => sentence.StartsWith("The events", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_member_that_dies_between_its_tables_and_its_commit_leaves_its_batch_to_the_next()
    {
        using var writer = await SendAsync();
        var tables = new ConcurrentBag<StreamRecord>();
        var wrote = new TaskCompletionSource();
        await using (var dying = Read(impatient: true, async (records, stop) =>
        {
            tables.AddAll(records);
            wrote.TrySetResult();

            // As a process that is gone: what it wrote is there, and it says no word more.
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            return [];
        }))
        {
            await wrote.Task.WaitAsync(Cancellation);
        }

        Assert.Empty(kafka.Committed(Topic));
        await using var next = Read(impatient: true, (records, _) =>
        {
            tables.AddAll(records);
            return Task.FromResult<IReadOnlyList<StreamRecord>>([]);
        });
        await next.CaughtUpAsync(writer.Sent, Cancellation);

        Assert.True(tables.Count > Records, "Nothing was delivered twice.");
        Assert.Equal(Numbers(0, Records), NumbersOf(tables));
    }

    [Fact]
    public async Task A_rebalance_in_mid_batch_loses_nothing_and_the_members_share_what_comes()
    {
        using var writer = await SendAsync();
        var (first, second) = (new ConcurrentBag<StreamRecord>(), new ConcurrentBag<StreamRecord>());
        var (inside, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var one = Read(impatient: true, async (records, _) =>
        {
            inside.TrySetResult();
            await goOn.Task;
            first.AddAll(records);
            return [];
        });
        await inside.Task.WaitAsync(Cancellation);

        // The first holds a batch while the second joins: the group waits for it.
        await using var two = Read(impatient: true, (records, _) =>
        {
            second.AddAll(records);
            return Task.FromResult<IReadOnlyList<StreamRecord>>([]);
        });
        goOn.SetResult();
        await one.CaughtUpAsync(writer.Sent, Cancellation);
        for (var round = 1; second.IsEmpty; round++)
        {
            await writer.SendAsync(Batch(round * Records), Cancellation);
            await one.CaughtUpAsync(writer.Sent, Cancellation);
        }

        var sent = (int)writer.Sent.Values.Sum(last => last + 1);
        Assert.Equal(Numbers(0, sent), NumbersOf([.. first, .. second]));
        Assert.Equal(sent, kafka.Committed(Topic).Values.Sum());
    }

    public void Dispose() => kafka.Dispose();

    private static IEnumerable<(string, ReadOnlyMemory<byte>)> Batch(int from) => Enumerable.Range(from, Records).Select(number =>
        ($"T{number % 17}", (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(Text(number))));

    private static string Text(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Numbers(int from, int count) => Enumerable.Range(from, count).Select(Text);

    private static string NumberOf(StreamRecord record) => Encoding.UTF8.GetString(record.Data.Span);

    private static IEnumerable<string> NumbersOf(IEnumerable<StreamRecord> records) =>
        records.Select(NumberOf).Distinct().Order(StringComparer.Ordinal);

    private static int PartitionOf(StreamRecord record) => int.Parse(record.ShardId.Split('-')[1], CultureInfo.InvariantCulture);

    private static long OffsetOf(StreamRecord record) => long.Parse(record.SequenceNumber, CultureInfo.InvariantCulture);

    private async Task<TopicWriter> SendAsync()
    {
        var writer = await TopicWriter.OpenAsync(kafka.Connection(), Topic);
        await writer.SendAsync(Batch(0), Cancellation);
        return writer;
    }

    private TopicReader Read(Func<IReadOnlyList<StreamRecord>, IReadOnlyList<StreamRecord>> handle, Action<string>? notice = null) =>
        Read(impatient: false, (records, _) => Task.FromResult(handle(records)), notice);

    // librdkafka's cluster shares out anew when a session less a second is over, not when every member has asked.
    private TopicReader Read(bool impatient, BatchHandler handle, Action<string>? notice = null)
    {
        (string, string)[] session = impatient ? [("session.timeout.ms", "3000"), ("heartbeat.interval.ms", "200")] : [];
        var reader = new TopicReader(
            kafka.Connection("counting", session), Topic, size: 50, TimeSpan.FromMilliseconds(20), handle, notice ?? (_ => { }), TimeProvider.System);
        reader.Start();
        return reader;
    }
}

internal static class Bags
{
    public static void AddAll<T>(this ConcurrentBag<T> bag, IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            bag.Add(item);
        }
    }
}
