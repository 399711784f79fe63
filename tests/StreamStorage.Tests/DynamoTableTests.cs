using System.Net;
using Amazon.DynamoDBv2;
using AwsFakes;
using RealTime.Tables;
using Tests.Shared;

namespace StreamStorage.Tests;

public sealed class DynamoTableTests
{
    private readonly FakeItems items = new(new Dictionary<string, string[]> { ["stack-minutes"] = ["k", "m"], ["stack-trucks"] = ["truck_id"] });
    private readonly InstantClock clock = new();

    [Fact]
    public async Task Items_come_back_as_they_were_put_in_the_order_of_the_keys()
    {
        var item = Minute("22:15");
        item["seen"] = ItemValue.Of(new ReadOnlyMemory<byte>([1, 2, 3]));
        item["share"] = ItemValue.Of(0.25m);
        item["done"] = ItemValue.Of(true);
        await Minutes.PutAsync([new(item, new Condition.Absent())]);

        var found = await Minutes.GetAsync([new("k", "22:14"), new("k", "22:15")]);

        Assert.Null(found[0]);
        Assert.Equal(ItemJson.ToBytes(item), ItemJson.ToBytes(found[1]!));
    }

    [Fact]
    public async Task Each_put_is_done_or_refused_by_its_own_condition()
    {
        await Minutes.PutAsync([new(Minute("22:15", revision: 1), new Condition.Absent())]);

        var outcomes = await Minutes.PutAsync(
        [
            new(Minute("22:15", revision: 2), Condition.AtRevision(0)),
            new(Minute("22:16", revision: 1), Condition.AtRevision(0)),
            new(Minute("22:17", revision: 2), Condition.AtRevision(1)),
        ]);

        Assert.Equal([PutOutcome.Refused, PutOutcome.Written, PutOutcome.Refused], outcomes);
        Assert.Equal([PutOutcome.Written], await Minutes.PutAsync([new(Minute("22:15", revision: 2), Condition.AtRevision(1))]));
        Assert.Equal([PutOutcome.Refused], await Minutes.PutAsync([new(Minute("22:15", revision: 2), Condition.AtRevision(1))]));
    }

    [Fact]
    public async Task A_position_takes_the_place_of_an_older_one_only()
    {
        var trucks = new DynamoTable(Client, "stack-trucks", TableSchema.Trucks, clock);
        async Task<PutOutcome> PutAsync(string version)
        {
            var value = ItemValue.Of(version);
            var item = new Item { ["truck_id"] = ItemValue.Of("T"), ["version"] = value };
            return (await trucks.PutAsync([new(item, new Condition.AbsentOrLess("version", value))]))[0];
        }

        Assert.Equal(PutOutcome.Written, await PutAsync("b"));
        Assert.Equal(PutOutcome.Refused, await PutAsync("b"));
        Assert.Equal(PutOutcome.Refused, await PutAsync("a"));
        Assert.Equal(PutOutcome.Written, await PutAsync("c"));
    }

    [Fact]
    public async Task Queries_and_scans_read_every_page()
    {
        await Minutes.PutAsync([.. Enumerable.Range(10, 9).Select(minute => new ConditionalPut(Minute($"22:{minute}"), new Condition.Absent()))]);

        Assert.Equal(
            ["22:11", "22:12", "22:13", "22:14", "22:15"],
            (await Minutes.QueryAsync("k", "22:11", "22:15")).Select(item => item.Text("m")));
        Assert.Equal(9, await Minutes.ScanAsync().CountAsync());
    }

    [Fact]
    public async Task More_keys_than_a_call_takes_and_keys_left_unread_are_all_read()
    {
        var keys = Enumerable.Range(1_000, 250).Select(minute => new ItemKey($"k{minute}", "22:15")).ToList();
        await Minutes.PutAsync([.. keys.Select(key => new ConditionalPut(Minute("22:15", key.Partition), new Condition.Absent()))]);
        items.SkippedOnce.UnionWith(["k1000", "k1111"]);

        Assert.Equal(keys.Select(key => key.Partition), (await Minutes.GetAsync(keys)).Select(item => item!.Text("k")));
        Assert.Equal(2, clock.Waits.Count);
    }

    [Theory]
    [InlineData("ProvisionedThroughputExceededException", HttpStatusCode.BadRequest)]
    [InlineData("ThrottlingException", HttpStatusCode.BadRequest)]
    [InlineData("InternalServerError", HttpStatusCode.InternalServerError)]
    public async Task A_table_that_is_throttled_or_down_is_busy(string code, HttpStatusCode status)
    {
        items.Before = (_, _) => throw new ServiceException($"com.amazonaws.dynamodb.v20120810#{code}", "No.", status);

        Assert.Equal([PutOutcome.Busy], await Minutes.PutAsync([new(Minute("22:15"), new Condition.Absent())]));
        var error = await Assert.ThrowsAsync<TableBusyException>(() => Minutes.GetAsync([new("k", "22:15")]));
        Assert.Equal("The table stack-minutes did not answer: No.", error.Message);
        await Assert.ThrowsAsync<TableBusyException>(() => Minutes.QueryAsync("k", "a", "z"));
    }

    [Fact]
    public async Task What_will_never_succeed_is_no_busy_table()
    {
        items.Before = (_, _) => throw new ServiceException("com.amazon.coral.validate#ValidationException", "Item size has exceeded the maximum allowed size");

        await Assert.ThrowsAsync<AmazonDynamoDBException>(() => Minutes.PutAsync([new(Minute("22:15"), new Condition.Absent())]));
    }

    private DynamoTable Minutes => new(Client, "stack-minutes", TableSchema.Minutes, clock);

    private AmazonDynamoDBClient Client => StorageClients.DynamoDB(items.Answer);

    private static Item Minute(string minute, string key = "k", long revision = 1) =>
        new() { ["k"] = ItemValue.Of(key), ["m"] = ItemValue.Of(minute), [Attributes.Revision] = ItemValue.Of(revision) };
}
