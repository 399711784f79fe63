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

    /// <summary>Copies of the orders' items, by key.</summary>
    public IReadOnlyDictionary<string, JsonObject> Items => Of(isOrder: true);

    /// <summary>Copies of the shelves' items.</summary>
    public IReadOnlyDictionary<string, JsonObject> Shelves =>
        Of(isOrder: false).Where(item => item.Key.StartsWith("|shelf|", StringComparison.Ordinal)).ToDictionary();

    /// <summary>Copies of the items that are no orders, whose keys begin with a bar.</summary>
    public IReadOnlyDictionary<string, JsonObject> Others => Of(isOrder: false);

    public JsonObject Answer(string operation, JsonObject input)
    {
        Before(operation, input);
        lock (gate)
        {
            return operation switch
            {
                "BatchGetItem" => BatchGet(input["RequestItems"]![table]!),
                "TransactWriteItems" => Transact(input["TransactItems"]!.AsArray()),
                "UpdateItem" => Update(input),
                "GetItem" => Get(input),
                "PutItem" => PutDay(input),
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

    private JsonObject Transact(JsonArray writes)
    {
        var puts = writes.Select(write => write!["Put"]!).ToList();
        Demand(puts.Count is > 0 and <= 100, "a transaction writes 1 to 100 items");
        Demand(puts.Select(Key).Distinct().Count() == puts.Count, "a transaction writes no item twice");
        var reasons = puts.ConvertAll(Refusal);
        if (reasons.Exists(reason => reason["Code"]!.GetValue<string>() != "None"))
        {
            throw new ServiceException(
                "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                "Transaction cancelled, please refer cancellation reasons for specific reasons",
                details: new() { ["CancellationReasons"] = new JsonArray([.. reasons]) });
        }

        puts.ForEach(put => items[Key(put)] = Copy(put["Item"]!.AsObject()));
        return [];
    }

    private JsonObject Refusal(JsonNode put)
    {
        if (!items.TryGetValue(Key(put), out var held) || Allows(put, held))
        {
            return new() { ["Code"] = "None" };
        }

        var refusal = new JsonObject { ["Code"] = "ConditionalCheckFailed", ["Message"] = "The conditional request failed" };
        if (put["ReturnValuesOnConditionCheckFailure"]?.GetValue<string>() == "ALL_OLD")
        {
            refusal["Item"] = Copy(held);
        }

        return refusal;
    }

    /// <summary>Whether a put may overwrite what is held: an order never, a shelf from the order that the writer knew.</summary>
    private static bool Allows(JsonNode put, JsonObject held)
    {
        switch (put["ConditionExpression"]!.GetValue<string>())
        {
            case "attribute_not_exists(order_key)":
                return false;
            case "attribute_not_exists(order_key) OR last_order = :after OR expires_at < :now":
                var values = put["ExpressionAttributeValues"]!;
                return JsonNode.DeepEquals(held["last_order"], values[":after"]) || Number(held["expires_at"]!) < Number(values[":now"]!);
            case var other:
                throw new InvalidOperationException($"The fake table does not know the condition {other}.");
        }
    }

    private static string Key(JsonNode put) => put["Item"]!["order_key"]!["S"]!.GetValue<string>();

    private static long Number(JsonNode value) => long.Parse(value["N"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

    private Dictionary<string, JsonObject> Of(bool isOrder)
    {
        lock (gate)
        {
            return items.Where(item => item.Key.StartsWith('|') != isOrder).ToDictionary(item => item.Key, item => Copy(item.Value));
        }
    }

    private JsonObject Update(JsonObject input)
    {
        var key = input["Key"]!["order_key"]!["S"]!.GetValue<string>();
        if (input["UpdateExpression"]!.GetValue<string>() == "SET holder = :holder, held_until = :until")
        {
            return SetLease(key, input);
        }

        Demand(input["UpdateExpression"]!.GetValue<string>() == "SET streamed = :yes, streamed_at = :now", "only the mark changes");
        if (!items.TryGetValue(key, out var held))
        {
            throw ConditionFailed();
        }

        held["streamed"] = Copy(input["ExpressionAttributeValues"]![":yes"]!.AsObject());
        held["streamed_at"] = Copy(input["ExpressionAttributeValues"]![":now"]!.AsObject());
        return [];
    }

    private JsonObject Get(JsonObject input)
    {
        Demand(input["ConsistentRead"]!.GetValue<bool>(), "reads are consistent");
        return items.TryGetValue(input["Key"]!["order_key"]!["S"]!.GetValue<string>(), out var held) ? new() { ["Item"] = Copy(held) } : [];
    }

    /// <summary>A depot's day: as nobody wrote it, or as the writer read it, or as this very write left it.</summary>
    private JsonObject PutDay(JsonObject input)
    {
        Demand(
            input["ConditionExpression"]!.GetValue<string>()
                == "attribute_not_exists(order_key) OR revision = :read OR (revision = :next AND tours = :tours)",
            "a day is written on condition of its revision");
        var values = input["ExpressionAttributeValues"]!;
        if (items.TryGetValue(Key(input), out var held)
            && !JsonNode.DeepEquals(held["revision"], values[":read"])
            && !(JsonNode.DeepEquals(held["revision"], values[":next"]) && JsonNode.DeepEquals(held["tours"], values[":tours"])))
        {
            throw ConditionFailed();
        }

        items[Key(input)] = Copy(input["Item"]!.AsObject());
        return [];
    }

    private JsonObject SetLease(string key, JsonObject input)
    {
        var values = input["ExpressionAttributeValues"]!;
        var held = items.GetValueOrDefault(key);
        var isMine = held is not null && JsonNode.DeepEquals(held["holder"], values[":holder"]);
        var allowed = input["ConditionExpression"]!.GetValue<string>() switch
        {
            "holder = :holder" => isMine,
            "attribute_not_exists(order_key) OR held_until < :now OR holder = :holder" =>
                isMine || held is null || Number(held["held_until"]!) < Number(values[":now"]!),
            var other => throw new InvalidOperationException($"The fake table does not know the condition {other}."),
        };
        if (!allowed)
        {
            throw ConditionFailed();
        }

        held = items[key] = held ?? new() { ["order_key"] = new JsonObject { ["S"] = key } };
        held["holder"] = values[":holder"]!.DeepClone();
        held["held_until"] = values[":until"]!.DeepClone();
        return [];
    }

    private static ServiceException ConditionFailed() =>
        new("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "The conditional request failed");

    private static JsonObject Copy(JsonObject item) => item.DeepClone().AsObject();

    private static void Demand(bool holds, string rule)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The table was used in a way that the fake does not allow: {rule}.");
        }
    }
}
