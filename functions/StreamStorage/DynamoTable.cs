using System.Net;
using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using RealTime.Tables;
using Condition = RealTime.Tables.Condition;

namespace StreamStorage;

/// <summary>A table of DynamoDB.</summary>
/// <remarks>
/// The client may repeat a put whose answer was lost. Its condition then no longer holds, and the put counts as refused:
/// whoever reads again finds his own write.
/// </remarks>
public sealed class DynamoTable(IAmazonDynamoDB dynamo, string name, TableSchema schema, TimeProvider clock) : ITable
{
    // BatchGetItem's own limit.
    private const int KeysPerRead = 100;

    private const int ReadAttempts = 6;
    private const int PutsAtOnce = 32;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);

    private static readonly string[] Throttled =
        ["ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException", "TransactionInProgressException"];

    public async Task<IReadOnlyList<Item?>> GetAsync(IReadOnlyList<ItemKey> keys, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(keys);

        var found = new Dictionary<ItemKey, Item>();
        foreach (var chunk in keys.Chunk(KeysPerRead))
        {
            await UnlessBusyAsync(() => ReadAsync([.. chunk.Select(KeyOf)], found, cancellation));
        }

        return [.. keys.Select(key => found.GetValueOrDefault(key))];
    }

    public async Task<IReadOnlyList<PutOutcome>> PutAsync(IReadOnlyList<ConditionalPut> puts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(puts);

        var outcomes = new PutOutcome[puts.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, puts.Count),
            new ParallelOptions { MaxDegreeOfParallelism = PutsAtOnce, CancellationToken = cancellation },
            async (index, stop) => outcomes[index] = await PutAsync(puts[index], stop));

        return outcomes;
    }

    public async Task<IReadOnlyList<Item>> QueryAsync(
        string partition, string first, string last, CancellationToken cancellation = default)
    {
        var request = new QueryRequest
        {
            TableName = name,
            ConsistentRead = true,
            KeyConditionExpression = "#partition = :partition AND #sort BETWEEN :first AND :last",
            ExpressionAttributeNames = new() { ["#partition"] = schema.PartitionKey, ["#sort"] = schema.SortKey },
            ExpressionAttributeValues = new()
            {
                [":partition"] = new(partition),
                [":first"] = new(first),
                [":last"] = new(last),
            },
        };
        var items = new List<Item>();
        do
        {
            var page = await UnlessBusyAsync(() => dynamo.QueryAsync(request, cancellation));
            items.AddRange((page.Items ?? []).Select(DynamoItem.Read));
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return items;
    }

    public async IAsyncEnumerable<Item> ScanAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var request = new ScanRequest { TableName = name };
        do
        {
            var page = await UnlessBusyAsync(() => dynamo.ScanAsync(request, cancellation));
            foreach (var item in page.Items ?? [])
            {
                yield return DynamoItem.Read(item);
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    private async Task<bool> ReadAsync(
        List<Dictionary<string, AttributeValue>> keys, Dictionary<ItemKey, Item> found, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await dynamo.BatchGetItemAsync(
                new BatchGetItemRequest { RequestItems = new() { [name] = new() { Keys = keys, ConsistentRead = true } } }, cancellation);
            foreach (var item in (answer.Responses?.GetValueOrDefault(name) ?? []).Select(DynamoItem.Read))
            {
                found[schema.KeyOf(item)] = item;
            }

            keys = answer.UnprocessedKeys?.GetValueOrDefault(name)?.Keys ?? [];
            if (keys.Count == 0)
            {
                return true;
            }

            if (attempt == ReadAttempts)
            {
                throw new TableBusyException($"The table {name} left {keys.Count} keys unread in {attempt} attempts.");
            }

            await Task.Delay(FirstWait * Math.Pow(2, attempt - 1), clock, cancellation);
        }
    }

    private async Task<PutOutcome> PutAsync(ConditionalPut put, CancellationToken cancellation)
    {
        try
        {
            await dynamo.PutItemAsync(Request(put), cancellation);
            return PutOutcome.Written;
        }
        catch (ConditionalCheckFailedException)
        {
            return PutOutcome.Refused;
        }
        catch (Exception error) when (IsPassing(error, cancellation))
        {
            return PutOutcome.Busy;
        }
    }

    private PutItemRequest Request(ConditionalPut put)
    {
        var request = new PutItemRequest { TableName = name, Item = DynamoItem.Of(put.Item) };
        switch (put.Condition)
        {
            case Condition.Absent:
                request.ConditionExpression = "attribute_not_exists(#key)";
                request.ExpressionAttributeNames = new() { ["#key"] = schema.PartitionKey };
                break;
            case Condition.Equal(var attribute, var value):
                request.ConditionExpression = "#attribute = :value";
                request.ExpressionAttributeNames = new() { ["#attribute"] = attribute };
                request.ExpressionAttributeValues = new() { [":value"] = DynamoItem.Of(value) };
                break;
            case Condition.AbsentOrLess(var attribute, var value):
                request.ConditionExpression = "attribute_not_exists(#key) OR #attribute < :value";
                request.ExpressionAttributeNames = new() { ["#key"] = schema.PartitionKey, ["#attribute"] = attribute };
                request.ExpressionAttributeValues = new() { [":value"] = DynamoItem.Of(value) };
                break;
            default:
                throw new ArgumentException($"No expression says {put.Condition.GetType().Name}.");
        }

        return request;
    }

    private Dictionary<string, AttributeValue> KeyOf(ItemKey key)
    {
        var attributes = new Dictionary<string, AttributeValue> { [schema.PartitionKey] = new(key.Partition) };
        if (schema.SortKey is { } sort)
        {
            attributes[sort] = new(key.Sort);
        }

        return attributes;
    }

    private async Task<T> UnlessBusyAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (IsPassing(error, CancellationToken.None))
        {
            throw new TableBusyException($"The table {name} did not answer: {error.Message}", error);
        }
    }

    // A timeout of the client is a cancellation too, but not by the caller.
    private static bool IsPassing(Exception error, CancellationToken cancellation) => error switch
    {
        AmazonServiceException service => Throttled.Contains(service.ErrorCode)
            || service.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        HttpRequestException => true,
        OperationCanceledException => !cancellation.IsCancellationRequested && error.InnerException is TimeoutException,
        _ => false,
    };
}
