using System.Text.Json.Nodes;
using RealTime.Tables;
using Tests.Shared;
using Json = JsonValues.Json;

namespace DynamoDb.Tests;

public sealed class TableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();
    private readonly TableStore store;
    private readonly ITable minutes;

    public TableTests()
    {
        store = Open();
        minutes = store.Table(TableSchema.Minutes);
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_put_holds_only_on_the_revision_that_was_read()
    {
        Assert.Equal([PutOutcome.Written], await minutes.PutAsync([new(Minute("a", "10:00", 1), Condition.AtRevision(0))]));
        Assert.Equal([PutOutcome.Refused], await minutes.PutAsync([new(Minute("a", "10:00", 9), Condition.AtRevision(0))]));
        Assert.Equal(
            [PutOutcome.Written, PutOutcome.Refused],
            await minutes.PutAsync([new(Minute("a", "10:00", 2), Condition.AtRevision(1)), new(Minute("a", "10:00", 3), Condition.AtRevision(1))]));
        Assert.Equal(2, (await minutes.GetAsync([new("a", "10:00"), new("a", "10:01")]))[0]!.Whole("rev"));
    }

    [Fact]
    public async Task What_was_put_is_there_after_the_process_was_killed()
    {
        await PutAsync(("a", "10:00"));
        using var next = Open();
        Assert.Equal(1, (await next.Table(TableSchema.Minutes).GetAsync([new("a", "10:00")]))[0]!.Whole("rev"));
    }

    [Fact]
    public async Task An_item_is_gone_some_time_after_it_expired()
    {
        var item = Minute("a", "10:00", 1);
        item[Attributes.ExpiresAt] = ItemValue.Of((decimal)time.GetUtcNow().ToUnixTimeSeconds() + 3600);
        await minutes.PutAsync([new(item, Condition.AtRevision(0))]);
        time.Advance(TimeSpan.FromHours(2));
        await PutAsync(("b", "10:00"));
        Assert.Equal(["b"], (await ItemsAsync(minutes.ScanAsync())).Select(held => held.Text("k")));
    }

    [Fact]
    public async Task A_query_gives_a_range_in_order_and_a_scan_everything_once()
    {
        await PutAsync([.. Enumerable.Range(0, 1_200).Select(number => ($"k{number % 3}", $"{number:D4}"))]);
        Assert.Equal(
            ["0003", "0006", "0009"], (await minutes.QueryAsync("k0", "0001", "0011")).Select(item => item.Text("m")));
        Assert.Equal(1_200, (await ItemsAsync(minutes.ScanAsync())).Select(item => item.Text("k") + item.Text("m")).Distinct().Count());
    }

    [Theory]
    [InlineData("k = :k", "10:00 10:01 10:02 11:00")]
    [InlineData("k = :k AND m = :m", "10:01")]
    [InlineData("k = :k AND m >= :m", "10:01 10:02 11:00")]
    [InlineData("m < :m AND k = :k", "10:00")]
    [InlineData("k = :k AND begins_with(m, :p)", "10:00 10:01 10:02")]
    [InlineData("#k = :k AND #m BETWEEN :m AND :n", "10:01 10:02")]
    public async Task A_key_condition_finds_its_range(string condition, string found)
    {
        await PutAsync(("a", "11:00"), ("a", "10:01"), ("a", "10:00"), ("b", "10:00"), ("a", "10:02"));
        var answer = Query($$"""
            {"TableName":"minutes","KeyConditionExpression":"{{condition}}","ExpressionAttributeNames":{"#k":"k","#m":"m"},
             "ExpressionAttributeValues":{":k":{"S":"a"},":m":{"S":"10:01"},":n":{"S":"10:02"},":p":{"S":"10:"} } }
            """);
        Assert.Equal(found, string.Join(' ', answer["Items"]!.AsArray().Select(item => (string)item!["m"]!["S"]!)));
    }

    [Theory]
    [InlineData(true, "10:00 10:01|10:02 11:00|")]
    [InlineData(false, "11:00 10:02|10:01 10:00|")]
    public async Task Pages_follow_each_other_both_ways(bool forward, string pages)
    {
        await PutAsync(("a", "11:00"), ("a", "10:01"), ("a", "10:00"), ("a", "10:02"));
        var read = "";
        JsonNode? start = null;
        do
        {
            var request = new JsonObject
            {
                ["TableName"] = "minutes",
                ["KeyConditionExpression"] = "k = :k",
                ["ExpressionAttributeValues"] = new JsonObject { [":k"] = new JsonObject { ["S"] = "a" } },
                ["Limit"] = 2,
                ["ScanIndexForward"] = forward,
            };
            if (start is not null)
            {
                request["ExclusiveStartKey"] = start.DeepClone();
            }

            var answer = Asked(operations => operations.Query, request);
            read += string.Join(' ', answer["Items"]!.AsArray().Select(item => (string)item!["m"]!["S"]!)) + "|";
            start = answer["LastEvaluatedKey"];
        }
        while (start is not null);

        Assert.Equal(pages, read);
    }

    [Fact]
    public async Task The_index_has_the_keys_of_a_minute()
    {
        await PutAsync(("b", "10:00"), ("a", "10:00"), ("a", "10:01"));
        var answer = Query("""
            {"TableName":"minutes","IndexName":"by-minute","KeyConditionExpression":"slot = :s","ExpressionAttributeValues":{":s":{"S":"10:00"} } }
            """);
        Assert.Equal("""[{"k":{"S":"a"},"m":{"S":"10:00"},"slot":{"S":"10:00"}},{"k":{"S":"b"},"m":{"S":"10:00"},"slot":{"S":"10:00"}}]""", answer["Items"]!.ToJsonString());
    }

    [Fact]
    public async Task A_filter_sees_what_the_page_read_and_a_projection_names_what_is_given()
    {
        await PutAsync(("a", "10:00"), ("a", "10:01"));
        var answer = Asked(operations => operations.Scan, Parse("""
            {"TableName":"minutes","FilterExpression":"rev = :one AND (attribute_not_exists(late) OR NOT k IN (:b)) AND m <> :m",
             "ProjectionExpression":"m, rev","ExpressionAttributeValues":{":one":{"N":"1.0"},":b":{"S":"b"},":m":{"S":"10:00"} } }
            """));
        Assert.Equal("""{"Count":1,"ScannedCount":2,"Items":[{"m":{"S":"10:01"},"rev":{"N":"1"}}]}""", answer.ToJsonString());
    }

    [Fact]
    public async Task One_item_and_several_are_read_by_their_keys()
    {
        await PutAsync(("a", "10:00"));
        Assert.Equal("a", (string)Asked(operations => operations.GetItem, Parse("""{"TableName":"minutes","Key":{"k":{"S":"a"},"m":{"S":"10:00"} } }"""))["Item"]!["k"]!["S"]!);
        Assert.Equal("{}", Asked(operations => operations.GetItem, Parse("""{"TableName":"minutes","Key":{"k":{"S":"a"},"m":{"S":"10:01"} } }""")).ToJsonString());
        var many = Asked(operations => operations.BatchGetItem, Parse("""
            {"RequestItems":{"minutes":{"Keys":[{"k":{"S":"a"},"m":{"S":"10:00"} },{"k":{"S":"b"},"m":{"S":"10:00"} }],"ProjectionExpression":"m"} } }
            """));
        Assert.Equal("""{"Responses":{"minutes":[{"m":{"S":"10:00"}}]},"UnprocessedKeys":{}}""", many.ToJsonString());
    }

    [Theory]
    [InlineData("""{"TableName":"none"}""", "ResourceNotFoundException", "Requested resource not found: Table: none not found")]
    [InlineData("""{"TableName":"minutes","KeyConditionExpression":"m = :m","ExpressionAttributeValues":{":m":{"S":"a"} } }""", "ValidationException", "Query condition missed key schema element: k")]
    [InlineData("""{"TableName":"minutes","KeyConditionExpression":"k = :k"}""", "ValidationException", "Invalid expression: An expression attribute value used in expression is not defined; attribute value: :k")]
    [InlineData("""{"TableName":"minutes","KeyConditionExpression":"k = :k AND"}""", "ValidationException", "Invalid expression: An expression attribute value used in expression is not defined; attribute value: :k")]
    [InlineData("""{"TableName":"minutes","KeyConditions":{} }""", "ValidationException", "The local stage does not read KeyConditions: use expressions, and one segment.")]
    [InlineData("""{"TableName":"minutes","IndexName":"none"}""", "ValidationException", "The table does not have the specified index: none")]
    public void What_cannot_be_asked_is_refused_in_words(string request, string code, string message)
    {
        var error = Assert.Throws<TableException>(() => Query(request));
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static Item Minute(string key, string minute, int revision)
    {
        var item = new Item();
        item["k"] = ItemValue.Of(key);
        item["m"] = ItemValue.Of(minute);
        item["slot"] = ItemValue.Of(minute);
        item[Attributes.Revision] = ItemValue.Of((decimal)revision);
        return item;
    }

    private static async Task<List<Item>> ItemsAsync(IAsyncEnumerable<Item> items)
    {
        var all = new List<Item>();
        await foreach (var item in items)
        {
            all.Add(item);
        }

        return all;
    }

    private TableStore Open() => TableStore.Open(folder["tables.db"], time, TableSchema.All);

    private JsonObject Query(string request) => Asked(operations => operations.Query, Parse(request));

    private JsonObject Asked(Func<TableOperations, Func<JsonValues.JsonObject, Json>> operation, JsonObject request)
    {
        var operations = new TableOperations(() => store, name => $"arn:aws:dynamodb:us-east-1:000000000000:table/{name}");
        return Parse(operation(operations)((JsonValues.JsonObject)Json.Parse(request.ToJsonString())).ToString());
    }

    private async Task PutAsync(params (string Key, string Minute)[] rows) =>
        await minutes.PutAsync([.. rows.Select(row => new ConditionalPut(Minute(row.Key, row.Minute, 1), Condition.AtRevision(0)))]);
}
