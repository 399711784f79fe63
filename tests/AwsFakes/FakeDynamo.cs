using System.Text.Json.Nodes;

namespace AwsFakes;

/// <summary>One DynamoDB table with the key <c>order_key</c>, and the operations and conditions that the ledger uses.</summary>
public sealed class FakeDynamo(string table)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, JsonObject> items = [];

    /// <summary>Called before each operation; may throw a <see cref="ServiceException"/>, or what ends the process.</summary>
    public Action<string, JsonObject> Before { get; set; } = (_, _) => { };

    /// <summary>Keys of which BatchGetItem says that it did not come to them, once each.</summary>
    public HashSet<string> SkippedOnce { get; } = [];

    /// <summary>Copies of the items, by key.</summary>
    public IReadOnlyDictionary<string, JsonObject> Items
    {
        get
        {
            lock (gate)
            {
                return items.ToDictionary(item => item.Key, item => Copy(item.Value));
            }
        }
    }

    public JsonObject Answer(string operation, JsonObject input)
    {
        Before(operation, input);
        lock (gate)
        {
            return operation switch
            {
                "BatchGetItem" => BatchGet(input["RequestItems"]![table]!),
                "PutItem" => Put(input),
                "UpdateItem" => Update(input),
                _ => throw new ServiceException("UnknownOperationException", operation),
            };
        }
    }

    private JsonObject BatchGet(JsonNode request)
    {
        Demand(request["ConsistentRead"]!.GetValue<bool>(), "reads are consistent");
        var keys = request["Keys"]!.AsArray().Select(key => key!["order_key"]!["S"]!.GetValue<string>()).ToList();
        Demand(keys.Count is > 0 and <= 100, "a call reads 1 to 100 keys");
        Demand(keys.Distinct().Count() == keys.Count, "keys do not repeat");

        var skipped = keys.Where(SkippedOnce.Remove).ToList();
        var found = keys.Except(skipped).Where(items.ContainsKey).Select(key => (JsonNode)Copy(items[key]));
        var answer = new JsonObject { ["Responses"] = new JsonObject { [table] = new JsonArray([.. found]) }, ["UnprocessedKeys"] = new JsonObject() };
        if (skipped.Count > 0)
        {
            answer["UnprocessedKeys"]![table] = new JsonObject
            {
                ["Keys"] = new JsonArray([.. skipped.Select(key => (JsonNode)new JsonObject { ["order_key"] = new JsonObject { ["S"] = key } })]),
                ["ConsistentRead"] = true,
            };
        }

        return answer;
    }

    private JsonObject Put(JsonObject input)
    {
        Demand(input["ConditionExpression"]!.GetValue<string>() == "attribute_not_exists(order_key)", "a put never overwrites");
        var item = input["Item"]!.AsObject();
        var key = item["order_key"]!["S"]!.GetValue<string>();
        if (items.TryGetValue(key, out var held))
        {
            var old = input["ReturnValuesOnConditionCheckFailure"]?.GetValue<string>() == "ALL_OLD" ? new JsonObject { ["Item"] = Copy(held) } : [];
            throw new ServiceException("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "The conditional request failed", details: old);
        }

        items[key] = Copy(item);
        return [];
    }

    private JsonObject Update(JsonObject input)
    {
        Demand(input["UpdateExpression"]!.GetValue<string>() == "SET streamed = :yes", "only the mark changes");
        var key = input["Key"]!["order_key"]!["S"]!.GetValue<string>();
        if (!items.TryGetValue(key, out var held))
        {
            throw new ServiceException("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "The conditional request failed");
        }

        held["streamed"] = Copy(input["ExpressionAttributeValues"]![":yes"]!.AsObject());
        return [];
    }

    private static JsonObject Copy(JsonObject item) => item.DeepClone().AsObject();

    private static void Demand(bool holds, string rule)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The table was used in a way that the fake does not allow: {rule}.");
        }
    }
}
