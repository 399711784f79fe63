using System.Globalization;
using System.Text.Json.Nodes;
using DynamoDb.Expressions;
using RealTime.Tables;

namespace DynamoDb;

/// <summary>The operations that clients may call on the tables; only the functions write.</summary>
/// <param name="store">Called for each request: one that fails tells why the tables cannot be opened.</param>
public sealed class TableOperations(Func<TableStore> store, Func<string, string> arn)
{
    private const int MostBytes = 1024 * 1024;
    private const int MostKeys = 100;

    // The rows that are read for one answer; the page ends there, and a filter sees no more.
    private const int MostRows = 5_000;

    private static readonly string[] Refused =
    [
        "AttributesToGet", "ConditionalOperator", "KeyConditions", "QueryFilter", "ScanFilter", "Segment", "TotalSegments",
    ];

    public JsonObject BatchGetItem(JsonObject request) => Typed(request, ReadMany);

    public JsonObject DescribeTable(JsonObject request) => Typed(request, Describe);

    public JsonObject GetItem(JsonObject request) => Typed(request, ReadOne);

    public JsonObject Query(JsonObject request) => Typed(request, ReadRange);

    public JsonObject Scan(JsonObject request) => Typed(request, ReadAll);

    public JsonObject ListTables(JsonObject request) => new()
    {
        ["TableNames"] = new JsonArray([.. store().Tables.Select(table => table.Name).Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
    };

    // JsonNode tells of a member of another type by these.
    private static JsonObject Typed(JsonObject request, Func<JsonObject, JsonObject> run)
    {
        try
        {
            return run(request);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or OverflowException)
        {
            throw new TableException("SerializationException", $"A member of the request has another type than the API's: {error.Message}");
        }
    }

    private JsonObject Describe(JsonObject request)
    {
        var table = Table(request);
        var names = new[] { table.PartitionKey, table.SortKey, table.Index?.PartitionKey, table.Index?.SortKey }.OfType<string>().Distinct();
        var description = new JsonObject
        {
            ["TableName"] = table.Name,
            ["TableArn"] = arn(table.Name),
            ["TableStatus"] = "ACTIVE",
            ["KeySchema"] = Keys(table.PartitionKey, table.SortKey),
            ["AttributeDefinitions"] = new JsonArray([.. names.Select(name => new JsonObject { ["AttributeName"] = name, ["AttributeType"] = "S" })]),
            ["BillingModeSummary"] = new JsonObject { ["BillingMode"] = "PAY_PER_REQUEST" },
            ["ItemCount"] = store().Count(table),
        };
        if (table.Index is { } index)
        {
            description["GlobalSecondaryIndexes"] = new JsonArray(new JsonObject
            {
                ["IndexName"] = index.Name,
                ["IndexStatus"] = "ACTIVE",
                ["KeySchema"] = Keys(index.PartitionKey, index.SortKey),
                ["Projection"] = new JsonObject { ["ProjectionType"] = "KEYS_ONLY" },
            });
        }

        return new() { ["Table"] = description };
    }

    private JsonObject ReadOne(JsonObject request)
    {
        var table = Table(request);
        var answer = new JsonObject();
        if (store().Get(table, Key(table, request["Key"])) is { } item)
        {
            answer["Item"] = Projected(Parse(ItemJson.ToBytes(item)), Projection(request));
        }

        return answer;
    }

    private JsonObject ReadMany(JsonObject request)
    {
        var responses = new JsonObject();
        foreach (var (name, asked) in request["RequestItems"] as JsonObject ?? throw TableException.Invalid("RequestItems must not be null"))
        {
            var table = store().Find(name);
            var keys = asked?["Keys"] as JsonArray ?? throw TableException.Invalid("Keys must not be null");
            if (keys.Count > MostKeys)
            {
                throw TableException.Invalid($"Too many items requested for the BatchGetItem call: {keys.Count} of at most {MostKeys}.");
            }

            var projection = Projection(asked!.AsObject());
            responses[name] = new JsonArray([.. store().GetAll(table, [.. keys.Select(key => Key(table, key))])
                .OfType<Item>()
                .Select(item => Projected(Parse(ItemJson.ToBytes(item)), projection))]);
        }

        return new() { ["Responses"] = responses, ["UnprocessedKeys"] = new JsonObject() };
    }

    private JsonObject ReadRange(JsonObject request)
    {
        var table = Table(request);
        var index = Index(table, request);
        var (partition, sort) = index is null ? (table.PartitionKey, table.SortKey) : (index.PartitionKey, index.SortKey);
        var text = (string?)request["KeyConditionExpression"]
            ?? throw TableException.Invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        var range = KeyRange.Of(text, request, partition, sort);
        var (partitionColumn, sortColumn) = index is null ? ("partition", "sort") : ("index_partition", "index_sort");
        var where = $"{partitionColumn} = $p0 AND {string.Format(CultureInfo.InvariantCulture, range.Where, sortColumn)}";
        var columns = index is null ? [sortColumn] : new[] { sortColumn, "partition", "sort" };
        return Page(table, index, request, where, [range.Partition, .. range.Parameters], columns, (bool?)request["ScanIndexForward"] ?? true);
    }

    private JsonObject ReadAll(JsonObject request)
    {
        var table = Table(request);
        var index = Index(table, request);
        return index is null
            ? Page(table, null, request, "1", [], ["partition", "sort"], forward: true)
            : Page(table, index, request, "index_partition IS NOT NULL", [], ["index_partition", "index_sort", "partition", "sort"], forward: true);
    }

    private JsonObject Page(
        TableSchema table, IndexSchema? index, JsonObject request, string where, IReadOnlyList<string> parameters, string[] columns, bool forward)
    {
        var limit = (int?)request["Limit"] ?? int.MaxValue;
        if (limit < 1)
        {
            throw TableException.Invalid("1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1");
        }

        var all = parameters.ToList();
        if (request["ExclusiveStartKey"] is JsonObject start)
        {
            var places = columns.Select((_, i) => $"$p{all.Count + i}").ToList();
            all.AddRange(columns.Select(column => StartValue(table, index, start, column)));
            where = $"{where} AND ({string.Join(", ", columns)}) {(forward ? ">" : "<")} ({string.Join(", ", places)})";
        }

        var filter = (string?)request["FilterExpression"] is { } text ? Expression.Condition(text, request) : null;
        var projection = Projection(request);
        var most = Math.Min(limit, MostRows);
        var order = string.Join(", ", columns.Select(column => forward ? column : $"{column} DESC"));
        var items = new List<JsonObject>();
        var (scanned, bytes) = (0, 0);
        JsonObject? last = null;
        var rows = store().Select(table, where, all, order, most + 1);
        foreach (var row in rows.Take(most).TakeWhile(_ => bytes < MostBytes))
        {
            var item = Parse(row);
            scanned++;
            bytes += row.Length;
            last = Projected(item, KeyNames(table, index));
            var seen = index is null ? item : Projected(item, KeyNames(table, index));
            if (filter?.Holds(seen) != false)
            {
                items.Add(Projected(seen, projection));
            }
        }

        var answer = new JsonObject { ["Count"] = items.Count, ["ScannedCount"] = scanned };
        if ((string?)request["Select"] != "COUNT")
        {
            answer["Items"] = new JsonArray([.. items]);
        }

        if (scanned < rows.Count)
        {
            answer["LastEvaluatedKey"] = last;
        }

        return answer;
    }

    private static string StartValue(TableSchema table, IndexSchema? index, JsonObject start, string column)
    {
        var name = column switch
        {
            "partition" => table.PartitionKey,
            "sort" => table.SortKey,
            "index_partition" => index!.PartitionKey,
            _ => index!.SortKey,
        };
        return name is null ? "" : Predicate.Text(start[name]) ?? throw TableException.Invalid("The provided starting key is invalid");
    }

    private TableSchema Table(JsonObject request)
    {
        if (Refused.FirstOrDefault(request.ContainsKey) is { } member)
        {
            throw TableException.Invalid($"The local stage does not read {member}: use expressions, and one segment.");
        }

        var name = (string?)request["TableName"] ?? throw TableException.Invalid(
            "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null");
        return store().Find(name[(name.LastIndexOf('/') + 1)..]);
    }

    private static IndexSchema? Index(TableSchema table, JsonObject request) => (string?)request["IndexName"] switch
    {
        null => null,
        var name when table.Index?.Name == name => table.Index,
        var name => throw TableException.Invalid($"The table does not have the specified index: {name}"),
    };

    private static ItemKey Key(TableSchema table, JsonNode? key)
    {
        var given = key as JsonObject;
        var partition = Predicate.Text(given?[table.PartitionKey]);
        var sort = table.SortKey is null ? null : Predicate.Text(given?[table.SortKey]);
        return partition is null || (table.SortKey is null) != (sort is null) || given!.Count != (table.SortKey is null ? 1 : 2)
            ? throw TableException.Invalid("The provided key element does not match the schema")
            : new(partition, sort);
    }

    private static string[] KeyNames(TableSchema table, IndexSchema? index) =>
        [.. new[] { table.PartitionKey, table.SortKey, index?.PartitionKey, index?.SortKey }.OfType<string>().Distinct()];

    private static JsonArray Keys(string partition, string? sort)
    {
        var keys = new JsonArray(new JsonObject { ["AttributeName"] = partition, ["KeyType"] = "HASH" });
        if (sort is not null)
        {
            keys.Add(new JsonObject { ["AttributeName"] = sort, ["KeyType"] = "RANGE" });
        }

        return keys;
    }

    private static IReadOnlyList<string>? Projection(JsonObject request) =>
        (string?)request["ProjectionExpression"] is { } text ? Expression.Projection(text, request) : null;

    private static JsonObject Projected(JsonObject item, IReadOnlyList<string>? attributes) => attributes is null
        ? item.DeepClone().AsObject()
        : new(attributes.Where(item.ContainsKey).Select(name => KeyValuePair.Create(name, item[name]?.DeepClone())));

    private static JsonObject Parse(byte[] item) => JsonNode.Parse(item)!.AsObject();
}
