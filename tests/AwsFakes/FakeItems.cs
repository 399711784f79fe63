using System.Globalization;
using System.Text.Json.Nodes;

namespace AwsFakes;

/// <summary>Tables of DynamoDB whose puts have one of a few conditions, by the expressions in which they are said.</summary>
/// <param name="keys">The key attributes of each table, the partition key first.</param>
public sealed class FakeItems(IReadOnlyDictionary<string, string[]> keys)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SortedDictionary<string, JsonObject>> tables =
        keys.ToDictionary(table => table.Key, _ => new SortedDictionary<string, JsonObject>(StringComparer.Ordinal));

    /// <summary>Called before each operation with its name and input; may throw a <see cref="ServiceException"/>.</summary>
    public Action<string, JsonObject> Before { get; set; } = (_, _) => { };

    /// <summary>Keys of which the next BatchGetItem says that it did not come to them, by the partition key's value.</summary>
    public HashSet<string> SkippedOnce { get; } = [];

    /// <summary>How many items a page of Query and Scan has.</summary>
    public int PageSize { get; set; } = 2;

    public IReadOnlyList<string> Items(string table)
    {
        lock (gate)
        {
            return [.. tables[table].Values.Select(item => item.ToJsonString())];
        }
    }

    public JsonObject Answer(string operation, JsonObject input)
    {
        Before(operation, input);
        lock (gate)
        {
            return operation switch
            {
                "BatchGetItem" => BatchGet(input["RequestItems"]!.AsObject().Single()),
                "PutItem" => Put(input),
                "Query" => Page(input, item => Between(item, input)),
                "Scan" => Page(input, _ => true),
                _ => throw new ServiceException("UnknownOperationException", operation),
            };
        }
    }

    private JsonObject BatchGet(KeyValuePair<string, JsonNode?> request)
    {
        var (table, wanted) = (request.Key, request.Value!["Keys"]!.AsArray().Select(key => key!.AsObject()).ToList());
        Demand(request.Value["ConsistentRead"]!.GetValue<bool>(), "reads are consistent");
        Demand(wanted.Count is > 0 and <= 100, "a call reads 1 to 100 keys");

        var skipped = wanted.Where(key => SkippedOnce.Remove(Text(key, keys[table][0]))).ToList();
        var found = wanted.Except(skipped).Select(key => tables[table].GetValueOrDefault(KeyOf(table, key))).OfType<JsonObject>();
        var answer = new JsonObject { ["Responses"] = new JsonObject { [table] = new JsonArray([.. found.Select(Copy)]) }, ["UnprocessedKeys"] = new JsonObject() };
        if (skipped.Count > 0)
        {
            answer["UnprocessedKeys"]![table] = new JsonObject { ["Keys"] = new JsonArray([.. skipped.Select(Copy)]), ["ConsistentRead"] = true };
        }

        return answer;
    }

    private JsonObject Put(JsonObject input)
    {
        var (table, item) = (input["TableName"]!.GetValue<string>(), input["Item"]!.AsObject());
        var held = tables[table].GetValueOrDefault(KeyOf(table, item));
        if (!Holds(table, held, input))
        {
            throw new ServiceException("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "The conditional request failed");
        }

        tables[table][KeyOf(table, item)] = (JsonObject)Copy(item);
        return [];
    }

    private bool Holds(string table, JsonObject? held, JsonObject input)
    {
        var names = input["ExpressionAttributeNames"]!;
        var isAbsent = held is null;
        Demand(names["#key"] is not { } key || key.GetValue<string>() == keys[table][0], "an item is absent when its partition key is");
        return input["ConditionExpression"]!.GetValue<string>() switch
        {
            "attribute_not_exists(#key)" => isAbsent,
            "#attribute = :value" => !isAbsent && Compare(held!, input) == 0,
            "attribute_not_exists(#key) OR #attribute < :value" => isAbsent || Compare(held!, input) < 0,
            var other => throw new InvalidOperationException($"The fake does not know the condition '{other}'."),
        };
    }

    /// <returns>Null: the attribute is missing or of another type, and no comparison holds.</returns>
    private static int? Compare(JsonObject held, JsonObject input)
    {
        var value = input["ExpressionAttributeValues"]![":value"]!;
        return held[input["ExpressionAttributeNames"]!["#attribute"]!.GetValue<string>()] switch
        {
            { } number when number["N"] is { } one && value["N"] is { } other => Number(one).CompareTo(Number(other)),
            { } text when text["S"] is { } one && value["S"] is { } other => string.CompareOrdinal(one.GetValue<string>(), other.GetValue<string>()),
            _ => null,
        };
    }

    private JsonObject Page(JsonObject input, Func<JsonObject, bool> holds)
    {
        var table = input["TableName"]!.GetValue<string>();
        var after = input["ExclusiveStartKey"] is JsonObject start ? KeyOf(table, start) : "";
        var page = tables[table]
            .Where(item => string.CompareOrdinal(item.Key, after) > 0 && holds(item.Value))
            .Take(PageSize)
            .ToList();
        var answer = new JsonObject { ["Items"] = new JsonArray([.. page.Select(item => Copy(item.Value))]) };
        if (page.Count == PageSize)
        {
            answer["LastEvaluatedKey"] = new JsonObject(keys[table].Select(name => KeyValuePair.Create(name, page[^1].Value[name]?.DeepClone())));
        }

        return answer;
    }

    private static bool Between(JsonObject item, JsonObject input)
    {
        Demand(
            input["KeyConditionExpression"]!.GetValue<string>() == "#partition = :partition AND #sort BETWEEN :first AND :last",
            "a query names a partition and a range");
        Demand(input["ConsistentRead"]!.GetValue<bool>(), "queries are consistent");
        var (names, values) = (input["ExpressionAttributeNames"]!, input["ExpressionAttributeValues"]!.AsObject());
        var sort = Text(item, names["#sort"]!.GetValue<string>());

        return Text(item, names["#partition"]!.GetValue<string>()) == Text(values, ":partition")
            && string.CompareOrdinal(sort, Text(values, ":first")) >= 0
            && string.CompareOrdinal(sort, Text(values, ":last")) <= 0;
    }

    private string KeyOf(string table, JsonObject item) => string.Join('\n', keys[table].Select(name => Text(item, name)));

    private static string Text(JsonObject item, string name) => item[name]!["S"]!.GetValue<string>();

    private static decimal Number(JsonNode text) => decimal.Parse(text.GetValue<string>(), CultureInfo.InvariantCulture);

    private static JsonNode Copy(JsonObject item) => item.DeepClone();

    private static void Demand(bool holds, string rule)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The table was used in a way that the fake does not allow: {rule}.");
        }
    }
}
