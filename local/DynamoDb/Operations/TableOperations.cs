using System.Globalization;
using DynamoDb.Expressions;
using DynamoDb.Wire;
using JsonValues;
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

    public JsonObject ListTables(JsonObject request) =>
        JsonObject.Of(("TableNames", JsonArray.Of(store().Tables.Select(table => table.Name).Order(StringComparer.Ordinal).Select(Json.Of))));

    public JsonObject DescribeTable(JsonObject request)
    {
        var table = Table(request);
        var names = new[] { table.PartitionKey, table.SortKey, table.Index?.PartitionKey, table.Index?.SortKey }.OfType<string>().Distinct();
        return JsonObject.Of(("Table", JsonObject.OfPresent(
            ("TableName", table.Name),
            ("TableArn", arn(table.Name)),
            ("TableStatus", "ACTIVE"),
            ("KeySchema", Keys(table.PartitionKey, table.SortKey)),
            ("AttributeDefinitions", JsonArray.Of(names.Select(name => JsonObject.Of(("AttributeName", name), ("AttributeType", "S"))))),
            ("BillingModeSummary", JsonObject.Of(("BillingMode", "PAY_PER_REQUEST"))),
            ("ItemCount", store().Count(table)),
            ("GlobalSecondaryIndexes", table.Index is { } index ? JsonArray.Of(JsonObject.Of(
                ("IndexName", index.Name),
                ("IndexStatus", "ACTIVE"),
                ("KeySchema", Keys(index.PartitionKey, index.SortKey)),
                ("Projection", JsonObject.Of(("ProjectionType", "KEYS_ONLY"))))) : null))));
    }

    public JsonObject GetItem(JsonObject request)
    {
        var table = Table(request);
        return store().Get(table, Key(table, request["Key"])) is { } item
            ? JsonObject.Of(("Item", Projected(ItemTree.Of(item), Projection(request))))
            : JsonObject.Empty;
    }

    public JsonObject BatchGetItem(JsonObject request)
    {
        var responses = new JsonObject.Builder();
        foreach (var (name, asked) in request["RequestItems"] as JsonObject ?? throw TableException.Invalid("RequestItems must not be null"))
        {
            var table = store().Find(name);
            var keys = asked.Find("Keys") as JsonArray ?? throw TableException.Invalid("Keys must not be null");
            if (keys.Count > MostKeys)
            {
                throw TableException.Invalid($"Too many items requested for the BatchGetItem call: {keys.Count} of at most {MostKeys}.");
            }

            var projection = Projection((JsonObject)asked);
            responses.Add(name, JsonArray.Of(store().GetAll(table, [.. keys.Select(key => Key(table, key))])
                .OfType<Item>()
                .Select(item => Projected(ItemTree.Of(item), projection))));
        }

        return JsonObject.Of(("Responses", responses.Build()), ("UnprocessedKeys", JsonObject.Empty));
    }

    public JsonObject Query(JsonObject request)
    {
        var table = Table(request);
        var index = Index(table, request);
        var (partition, sort) = index is null ? (table.PartitionKey, table.SortKey) : (index.PartitionKey, index.SortKey);
        var text = request.Text("KeyConditionExpression")
            ?? throw TableException.Invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        var range = KeyRange.Of(text, request, partition, sort);
        var (partitionColumn, sortColumn) = index is null ? ("partition", "sort") : ("index_partition", "index_sort");
        var where = $"{partitionColumn} = $p0 AND {string.Format(CultureInfo.InvariantCulture, range.Where, sortColumn)}";
        var columns = index is null ? [sortColumn] : new[] { sortColumn, "partition", "sort" };
        return Page(table, index, request, where, [range.Partition, .. range.Parameters], columns, request.Flag("ScanIndexForward") ?? true);
    }

    public JsonObject Scan(JsonObject request)
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
        var limit = request.Count("Limit") ?? int.MaxValue;
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

        var filter = request.Text("FilterExpression") is { } text ? Expression.Condition(text, request) : null;
        var projection = Projection(request);
        var most = Math.Min(limit, MostRows);
        var order = string.Join(", ", columns.Select(column => forward ? column : $"{column} DESC"));
        var items = new List<JsonObject>();
        var (scanned, bytes) = (0, 0);
        JsonObject? last = null;
        var rows = store().Select(table, where, all, order, most + 1);
        foreach (var row in rows.Take(most).TakeWhile(_ => bytes < MostBytes))
        {
            var item = ItemTree.Parse(row);
            scanned++;
            bytes += row.Length;
            last = Projected(item, KeyNames(table, index));
            var seen = index is null ? item : Projected(item, KeyNames(table, index));
            if (filter?.Holds(seen) != false)
            {
                items.Add(Projected(seen, projection));
            }
        }

        return JsonObject.OfPresent(
            ("Count", items.Count),
            ("ScannedCount", scanned),
            ("Items", request.Text("Select") == "COUNT" ? null : JsonArray.Of(items)),
            ("LastEvaluatedKey", scanned < rows.Count ? last : null));
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
        if (Refused.FirstOrDefault(name => request[name] is not null) is { } member)
        {
            throw TableException.Invalid($"The local stage does not read {member}: use expressions, and one segment.");
        }

        var name = request.Text("TableName") ?? throw TableException.Invalid(
            "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null");
        return store().Find(name[(name.LastIndexOf('/') + 1)..]);
    }

    private static IndexSchema? Index(TableSchema table, JsonObject request) => request.Text("IndexName") switch
    {
        null => null,
        var name when table.Index?.Name == name => table.Index,
        var name => throw TableException.Invalid($"The table does not have the specified index: {name}"),
    };

    private static ItemKey Key(TableSchema table, Json? key)
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
        var hash = JsonObject.Of(("AttributeName", partition), ("KeyType", "HASH"));
        return sort is null ? JsonArray.Of(hash) : JsonArray.Of(hash, JsonObject.Of(("AttributeName", sort), ("KeyType", "RANGE")));
    }

    private static IReadOnlyList<string>? Projection(JsonObject request) =>
        request.Text("ProjectionExpression") is { } text ? Expression.Projection(text, request) : null;

    private static JsonObject Projected(JsonObject item, IReadOnlyList<string>? attributes) => attributes is null
        ? item
        : JsonObject.Of(attributes.Where(name => item[name] is not null).Select(name => KeyValuePair.Create(name, item[name]!)));
}
