using System.Numerics;
using System.Text;
using Kinesis.Shards;

namespace Kinesis.Tests;

public sealed class RecordTests : IAsyncDisposable
{
    private readonly TestStreams streams = new();

    public ValueTask DisposeAsync() => streams.DisposeAsync();

    [Fact]
    public async Task What_was_answered_is_there_after_the_process_was_killed()
    {
        await streams.CreateAsync();
        await streams.PutAsync("a", "b");
        var last = (await streams.PutAsync("c"))[0].SequenceNumber!;

        await using var next = streams.Open();
        var page = next.Store.Read("telemetry", 0, 0, 10, long.MaxValue)!;
        Assert.Equal(["a", "b", "c"], page.Records.Select(record => record.PartitionKey));
        var after = (await next.PutAsync("telemetry", [new("d", "d"u8.ToArray())]))[0].SequenceNumber!;
        Assert.True(BigInteger.Parse(after) > BigInteger.Parse(last));
    }

    [Fact]
    public async Task Sequence_numbers_rise_although_all_records_have_expired_and_the_process_started_again()
    {
        await streams.CreateAsync();
        var first = (await streams.PutAsync("a"))[0].SequenceNumber!;
        streams.Time.Advance(TimeSpan.FromHours(25));
        Assert.Empty(await streams.ReadAsync());

        await streams.ReopenAsync();
        var second = SequenceNumber.Parse((await streams.PutAsync("b"))[0].SequenceNumber!)!.Value;
        Assert.Equal(SequenceNumber.Parse(first)!.Value.Index + 1, second.Index);
    }

    [Fact]
    public async Task Eight_writers_get_unique_and_rising_numbers_in_each_shard_and_no_record_is_missing()
    {
        const int Each = 1_000;
        streams.Service.IsUnlimited = true;
        await streams.CreateAsync(shards: 3);
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            List<PutOutcome> outcomes = [];
            for (var i = 0; i < Each; i += 50)
            {
                outcomes.AddRange(await streams.PutAsync(Enumerable.Range(i, 50).Select(number => $"{writer}-{number}")));
            }

            return outcomes;
        }));
        var outcomes = (await Task.WhenAll(writers)).SelectMany(all => all).ToList();

        Assert.Equal(8 * Each, outcomes.Select(outcome => outcome.SequenceNumber).Distinct().Count());
        List<string> read = [];
        foreach (var shard in Enumerable.Range(0, 3))
        {
            var records = streams.Service.Store.Read("telemetry", shard, 0, int.MaxValue, long.MaxValue)!.Records;
            Assert.Equal(records.Select(record => record.Index).Order().Distinct(), records.Select(record => record.Index));
            foreach (var writer in records.GroupBy(record => record.PartitionKey.Split('-')[0]))
            {
                // No order is promised inside a request, and one between a writer's requests.
                var requests = writer.Select(record => int.Parse(record.PartitionKey.Split('-')[1]) / 50).ToList();
                Assert.Equal(requests.Order(), requests);
            }

            read.AddRange(records.Select(record => record.PartitionKey));
        }

        Assert.Equal(8 * Each, read.Distinct().Count());
        Assert.Equal(8 * Each, read.Count);
    }

    [Fact]
    public async Task A_shard_takes_a_thousand_records_in_a_second_and_names_the_others()
    {
        await streams.CreateAsync();
        var outcomes = new List<PutOutcome>();
        foreach (var chunk in Enumerable.Range(0, 2_000).Chunk(500))
        {
            outcomes.AddRange(await streams.PutAsync(chunk.Select(number => $"{number}")));
        }

        Assert.Equal(1_000, outcomes.Count(outcome => outcome.SequenceNumber is not null));
        var refused = outcomes[^1];
        Assert.Equal("ProvisionedThroughputExceededException", refused.ErrorCode);
        Assert.Equal("Rate exceeded for shard shardId-000000000000 in stream telemetry under account 000000000000.", refused.ErrorMessage);

        streams.Time.Advance(TimeSpan.FromSeconds(1));
        var again = await streams.PutAsync(Enumerable.Range(1_500, 500).Select(number => $"{number}"));
        Assert.All(again, outcome => Assert.Null(outcome.ErrorCode));
    }

    [Fact]
    public async Task A_shard_takes_a_megabyte_in_a_second_and_all_where_it_is_unlimited()
    {
        await streams.CreateAsync();
        var records = Enumerable.Range(0, 3).Select(number => new PutRecord($"{number}", new byte[500_000])).ToList();
        Assert.Equal([null, null, "ProvisionedThroughputExceededException"], (await streams.Service.PutAsync("telemetry", records)).Select(o => o.ErrorCode));

        streams.Service.IsUnlimited = true;
        Assert.All(await streams.Service.PutAsync("telemetry", records), outcome => Assert.Null(outcome.ErrorCode));
    }

    [Fact]
    public async Task A_record_of_a_mebibyte_is_taken_and_the_shard_is_busy_with_it_for_a_second()
    {
        await streams.CreateAsync();
        var largest = new PutRecord("key", new byte[1024 * 1024]);
        Assert.Null((await streams.Service.PutAsync("telemetry", [largest]))[0].ErrorCode);
        Assert.NotNull((await streams.Service.PutAsync("telemetry", [largest]))[0].ErrorCode);
    }

    [Fact]
    public async Task The_sixth_read_in_a_second_is_refused()
    {
        await streams.CreateAsync();
        var iterator = await streams.IteratorAsync();
        for (var i = 0; i < 5; i++)
        {
            await streams.CallAsync("GetRecords", new { ShardIterator = iterator });
        }

        var error = await Assert.ThrowsAsync<KinesisException>(() => streams.CallAsync("GetRecords", new { ShardIterator = iterator }));
        Assert.Equal("ProvisionedThroughputExceededException", error.Code);
        streams.Time.Advance(TimeSpan.FromMilliseconds(200));
        await streams.CallAsync("GetRecords", new { ShardIterator = iterator });
    }

    [Fact]
    public async Task After_ten_megabytes_nothing_is_read_for_five_seconds()
    {
        streams.Service.IsUnlimited = true;
        await streams.CreateAsync();
        await streams.Service.PutAsync("telemetry", [.. Enumerable.Range(0, 10).Select(number => new PutRecord($"{number}", new byte[1_040_000]))]);
        await streams.Service.PutAsync("telemetry", [new("last", new byte[1_040_000])]);
        streams.Service.IsUnlimited = false;

        var page = await streams.CallAsync("GetRecords", new { ShardIterator = await streams.IteratorAsync() });
        Assert.Equal(10, page["Records"]!.AsArray().Count);
        var next = (string)page["NextShardIterator"]!;
        streams.Time.Advance(TimeSpan.FromSeconds(4.8));
        await Assert.ThrowsAsync<KinesisException>(() => streams.CallAsync("GetRecords", new { ShardIterator = next }));
        streams.Time.Advance(TimeSpan.FromSeconds(0.3));
        Assert.Single((await streams.CallAsync("GetRecords", new { ShardIterator = next }))["Records"]!.AsArray());
    }

    [Fact]
    public async Task Expired_records_make_room_on_the_disk()
    {
        await streams.CreateAsync();
        streams.Service.IsUnlimited = true;
        for (var i = 0; i < 8; i++)
        {
            await streams.Service.PutAsync("telemetry", [new("key", new byte[1_000_000])]);
        }

        var full = streams.Service.Size;
        streams.Time.Advance(TimeSpan.FromHours(25));
        await streams.PutAsync("new");
        await streams.PutAsync("newer");
        Assert.True(streams.Service.Size < full / 4, $"{streams.Service.Size:N0} of {full:N0} bytes");
        Assert.Equal(["new", "newer"], await streams.ReadAsync());
    }

    [Fact]
    public async Task A_full_file_refuses_records_in_words()
    {
        await using var small = new TestStreams(options => options with { MostBytes = 100_000 });
        await small.CreateAsync();
        await small.Service.PutAsync("telemetry", [new("key", new byte[200_000])]);
        var error = await Assert.ThrowsAsync<KinesisException>(() => small.PutAsync("more"));
        Assert.Equal(500, error.Status);
        Assert.EndsWith("and may take 100,000. Delete a stream, or shorten its retention.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sequence_number_is_read_back()
    {
        var number = new SequenceNumber(1_763_629_200, 123_456_789_012_345, 1_763_629_999, 17);
        Assert.Equal(56, number.ToString().Length);
        Assert.Equal(number, SequenceNumber.Parse(number.ToString()));
    }

    [Fact]
    public async Task A_partition_key_is_read_back_whatever_is_in_it()
    {
        await streams.CreateAsync();
        const string Key = "S0012|/p/π?\"\u0001";
        await streams.Service.PutAsync("telemetry", [new(Key, Encoding.UTF8.GetBytes("x"))]);
        var page = await streams.CallAsync("GetRecords", new { ShardIterator = await streams.IteratorAsync() });
        Assert.Equal(Key, (string)page["Records"]![0]!["PartitionKey"]!);
    }
}
