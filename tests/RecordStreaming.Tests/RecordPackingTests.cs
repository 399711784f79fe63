using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace RecordStreaming.Tests;

public sealed class RecordPackingTests
{
    [Fact]
    public async Task Documents_share_a_record_each_closed_by_a_line_feed()
    {
        var record = Assert.Single(await Records(Documents("{}", """{"a":1}""")));

        Assert.Equal("{}\n{\"a\":1}\n", Encoding.UTF8.GetString(record.Data.Span));
        Assert.Equal(2, record.Documents);
    }

    [Fact]
    public async Task A_record_is_filled_to_twenty_billed_units_and_not_beyond()
    {
        var records = await Records(Enumerable.Repeat(new byte[1023], 201).Select(bytes => (ReadOnlyMemory<byte>)bytes));

        Assert.Equal([(100 * 1024, 100), (100 * 1024, 100), (1024, 1)], records.Select(record => (record.Data.Length, record.Documents)));
    }

    [Fact]
    public async Task A_document_longer_than_that_has_a_record_of_its_own()
    {
        var records = await Records([new byte[10], new byte[RecordPacking.LongestDocument], new byte[10]]);

        Assert.Equal([11, StreamLimits.BytesPerRecord, 11], records.Select(record => record.Data.Length));
    }

    [Fact]
    public async Task A_document_longer_than_a_record_is_refused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Records([new byte[RecordPacking.LongestDocument + 1]]));

        Assert.Equal("A document of 1024000 bytes does not fit a record. (Parameter 'documents')", error.Message);
    }

    [Fact]
    public async Task A_call_holds_at_most_500_records()
    {
        var calls = await Calls(Enumerable.Repeat(new StreamRecord(new byte[1], 1), 1001));

        Assert.Equal([500, 500, 1], calls.Select(call => call.Count));
    }

    [Fact]
    public async Task A_call_holds_at_most_four_mebibytes()
    {
        var calls = await Calls(Enumerable.Repeat(new StreamRecord(new byte[1024 * 1000], 1), 9));

        Assert.Equal([4, 4, 1], calls.Select(call => call.Count));
    }

    [Fact]
    public async Task Nothing_to_send_is_no_call() => Assert.Empty(await Calls([]));

    [Fact]
    public void Whatever_the_sizes_nothing_is_lost_and_no_limit_passed() =>
        Prop.ForAll(Gen.Choose(0, 60_000).ListOf().ToArbitrary(), lengths =>
        {
            var documents = lengths.Select((length, index) =>
                (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{index}".PadRight(length, 'x'))).ToList();
            var calls = Calls(Records(documents).GetAwaiter().GetResult()).GetAwaiter().GetResult();
            var sent = string.Concat(calls.SelectMany(call => call).Select(record => Encoding.UTF8.GetString(record.Data.Span)));

            Assert.Equal(string.Concat(documents.Select(document => $"{Encoding.UTF8.GetString(document.Span)}\n")), sent);
            Assert.Equal(documents.Count, calls.SelectMany(call => call).Sum(record => record.Documents));
            Assert.All(calls, call => Assert.InRange(call.Count, 1, StreamLimits.RecordsPerCall));
            Assert.All(calls, call => Assert.InRange(call.Sum(record => record.Data.Length), 1, StreamLimits.BytesPerCall));
        }).Check(Config.QuickThrowOnFailure);

    private static IEnumerable<ReadOnlyMemory<byte>> Documents(params string[] texts) =>
        texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text));

    private static async Task<List<StreamRecord>> Records(IEnumerable<ReadOnlyMemory<byte>> documents) =>
        await documents.ToAsyncEnumerable().ToRecords().ToListAsync();

    private static async Task<List<IReadOnlyList<StreamRecord>>> Calls(IEnumerable<StreamRecord> records) =>
        await records.ToAsyncEnumerable().ToCalls().ToListAsync();
}
