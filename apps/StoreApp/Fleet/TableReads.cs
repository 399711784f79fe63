using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using RealTime.Tables;

namespace StoreApp.Fleet;

/// <summary>
/// What the page reads of the stack's tables, by DynamoDB's own operations and JSON. Keys are texts; of an item's attributes those
/// come along that a page shows: texts, numbers and flags.
/// </summary>
/// <param name="prefix">What the tables' names begin with in the account; the page knows them without it.</param>
internal sealed class TableReads(IAmazonDynamoDB dynamo, string prefix, TimeProvider clock)
{
    private const int MostReads = 6;

    private static readonly string[] Shown = [TableSchema.Minutes.Name, TableSchema.Trucks.Name, TableSchema.Alerts.Name];
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);

    /// <exception cref="FormatException">The page's request is none that is answered here.</exception>
    /// <exception cref="AmazonDynamoDBException">DynamoDB refused.</exception>
    public async Task<JsonObject> AnswerAsync(string operation, JsonObject request, CancellationToken cancellation)
    {
        try
        {
            return operation switch
            {
                "Scan" => await ScanAsync(request, cancellation),
                "Query" => await QueryAsync(request, cancellation),
                "BatchGetItem" => await GetAsync(request, cancellation),
                _ => throw new FormatException($"The operation {operation} is not answered here: Scan, Query and BatchGetItem are."),
            };
        }
        catch (InvalidOperationException error)
        {
            // JsonNode tells so of a member that is of another type.
            throw new FormatException($"{operation}: {error.Message}", error);
        }
    }

    /// <summary>Fails where the tables are not there, or may not be read.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        foreach (var table in Shown)
        {
            await dynamo.ScanAsync(new ScanRequest { TableName = NameOf(table), Limit = 1 }, cancellation);
        }
    }

    private async Task<JsonObject> ScanAsync(JsonObject request, CancellationToken cancellation)
    {
        var page = await dynamo.ScanAsync(
            new ScanRequest { TableName = Table(request), ExclusiveStartKey = KeyOrNull(request["ExclusiveStartKey"]) }, cancellation);
        return Page(page.Items, page.LastEvaluatedKey);
    }

    private async Task<JsonObject> QueryAsync(JsonObject request, CancellationToken cancellation)
    {
        var page = await dynamo.QueryAsync(
            new QueryRequest
            {
                TableName = Table(request),
                IndexName = (string?)request["IndexName"],
                KeyConditionExpression = (string?)request["KeyConditionExpression"],
                ExpressionAttributeNames = (request["ExpressionAttributeNames"] as JsonObject)?.ToDictionary(name => name.Key, name => (string?)name.Value),
                ExpressionAttributeValues = KeyOrNull(request["ExpressionAttributeValues"]),
                ScanIndexForward = (bool?)request["ScanIndexForward"] ?? true,
                Limit = (int?)request["Limit"],
                ExclusiveStartKey = KeyOrNull(request["ExclusiveStartKey"]),
            },
            cancellation);
        return Page(page.Items, page.LastEvaluatedKey);
    }

    private async Task<JsonObject> GetAsync(JsonObject request, CancellationToken cancellation)
    {
        var responses = new JsonObject();
        foreach (var (table, asked) in request["RequestItems"] as JsonObject ?? [])
        {
            var name = NameOf(table);
            var keys = (asked?["Keys"] as JsonArray ?? []).Select(key => KeyOrNull(key) ?? []).ToList();
            responses[table] = Items(await GetAsync(name, keys, cancellation));
        }

        return new() { ["Responses"] = responses };
    }

    /// <summary>DynamoDB may leave a part of the keys unread, which is asked for again.</summary>
    private async Task<List<Dictionary<string, AttributeValue>>> GetAsync(
        string table, List<Dictionary<string, AttributeValue>> keys, CancellationToken cancellation)
    {
        var found = new List<Dictionary<string, AttributeValue>>();
        for (var read = 1; keys.Count > 0; read++)
        {
            var answer = await dynamo.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = new() { [table] = new() { Keys = keys } } }, cancellation);
            found.AddRange(answer.Responses?.GetValueOrDefault(table) ?? []);
            keys = answer.UnprocessedKeys?.GetValueOrDefault(table)?.Keys ?? [];
            if (keys.Count > 0)
            {
                if (read == MostReads)
                {
                    throw new ProvisionedThroughputExceededException($"The table {table} left {keys.Count} keys unread in {read} reads.");
                }

                await Task.Delay(FirstWait * (1 << read), clock, cancellation);
            }
        }

        return found;
    }

    private string Table(JsonObject request) => NameOf((string?)request["TableName"] ?? "");

    private string NameOf(string table) => Shown.Contains(table)
        ? prefix + table
        : throw new FormatException($"The table '{table}' is none that is shown here: {string.Join(", ", Shown)} are.");

    private static Dictionary<string, AttributeValue>? KeyOrNull(JsonNode? json) => (json as JsonObject)?.ToDictionary(
        attribute => attribute.Key,
        attribute => new AttributeValue { S = (string?)attribute.Value?["S"] ?? throw new FormatException($"The value of '{attribute.Key}' is no text.") });

    private static JsonObject Page(List<Dictionary<string, AttributeValue>>? items, Dictionary<string, AttributeValue>? last)
    {
        var page = new JsonObject { ["Items"] = Items(items ?? []) };
        if (last is { Count: > 0 })
        {
            page["LastEvaluatedKey"] = Json(last);
        }

        return page;
    }

    private static JsonArray Items(IEnumerable<Dictionary<string, AttributeValue>> items) => new([.. items.Select(Json)]);

    private static JsonObject Json(Dictionary<string, AttributeValue> item)
    {
        var json = new JsonObject();
        foreach (var (name, value) in item)
        {
            JsonObject? shown =
                value.S is { } text ? new() { ["S"] = text }
                : value.N is { } number ? new() { ["N"] = number }
                : value.BOOL is { } flag ? new() { ["BOOL"] = flag }
                : null;
            if (shown is not null)
            {
                json[name] = shown;
            }
        }

        return json;
    }
}
