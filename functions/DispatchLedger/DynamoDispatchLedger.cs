using System.Collections.Concurrent;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using RecordStreaming;
using Replenishment.Dispatching;

namespace DispatchLedger;

/// <summary>
/// The ledger as a DynamoDB table: an item for each order key, written once, together with the item of its shelf.
/// </summary>
/// <remarks>
/// A transaction for each line and not for many: lines do not depend on each other, and a single key that is held would
/// cancel the writes of its neighbours.
/// </remarks>
public sealed class DynamoDispatchLedger(IAmazonDynamoDB dynamo, string table, Backoff backoff, TimeProvider clock)
    : IDispatchLedger
{
    // BatchGetItem's own limit.
    private const int KeysPerRead = 100;

    private const int WritesAtOnce = 16;

    private const string ConditionFailed = "ConditionalCheckFailed";

    public async Task<IReadOnlyDictionary<string, LedgerEntry>> FindAsync(
        IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default) =>
        (await ReadAsync(orderKeys, cancellation)).Select(LedgerItem.Read).ToDictionary(entry => entry.OrderKey);

    public async Task<IReadOnlyDictionary<string, LedgerEntry>> FindLastAsync(
        IReadOnlyCollection<string> shelves, CancellationToken cancellation = default)
    {
        var orders = (await ReadAsync(shelves.Select(LedgerItem.ShelfKey), cancellation))
            .ToDictionary(LedgerItem.ShelfOf, item => item[LedgerItem.LastOrder].S);
        var entries = await FindAsync(orders.Values, cancellation);

        // When DynamoDB has removed the expired order and not yet the shelf, the shelf counts as removed.
        return orders.Where(shelf => entries.ContainsKey(shelf.Value)).ToDictionary(shelf => shelf.Key, shelf => entries[shelf.Value]);
    }

    public async Task<IReadOnlyDictionary<string, LedgerEntry>> RecordAsync(
        IReadOnlyCollection<ShelfOrder> orders, CancellationToken cancellation = default)
    {
        var held = new ConcurrentDictionary<string, LedgerEntry>();
        await EachAsync(
            orders,
            async order =>
            {
                if (await RecordAsync(order, cancellation) is { } entry)
                {
                    held[entry.OrderKey] = entry;
                }
            },
            cancellation);

        return held;
    }

    public Task MarkStreamedAsync(IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default) =>
        EachAsync(orderKeys, orderKey => MarkStreamedAsync(orderKey, cancellation), cancellation);

    private async Task<List<Dictionary<string, AttributeValue>>> ReadAsync(IEnumerable<string> keys, CancellationToken cancellation)
    {
        var found = new List<Dictionary<string, AttributeValue>>();
        foreach (var chunk in keys.Distinct().Chunk(KeysPerRead))
        {
            await ReadAsync([.. chunk.Select(LedgerItem.KeyOf)], found, cancellation);
        }

        return found;
    }

    private async Task ReadAsync(
        List<Dictionary<string, AttributeValue>> keys, List<Dictionary<string, AttributeValue>> found, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await dynamo.BatchGetItemAsync(
                new BatchGetItemRequest { RequestItems = new() { [table] = new() { Keys = keys, ConsistentRead = true } } },
                cancellation);
            found.AddRange(answer.Responses?.GetValueOrDefault(table) ?? []);

            keys = answer.UnprocessedKeys?.GetValueOrDefault(table)?.Keys ?? [];
            if (keys.Count == 0)
            {
                return;
            }

            if (attempt == backoff.Attempts)
            {
                throw new ProvisionedThroughputExceededException(
                    $"The table {table} left {keys.Count} keys unread in {attempt} attempts.");
            }

            await Task.Delay(backoff.After(attempt), clock, cancellation);
        }
    }

    /// <returns>The ledger's entry of the order key; null when the shelf has got something else.</returns>
    private async Task<LedgerEntry?> RecordAsync(ShelfOrder order, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await dynamo.TransactWriteItemsAsync(Writes(order), cancellation);
                return order.Entry;
            }
            catch (TransactionCanceledException canceled) when (canceled.CancellationReasons is [{ Code: ConditionFailed } held, _])
            {
                // Perhaps this very entry, where the answer to its first attempt was lost on the way.
                return LedgerItem.Read(held.Item);
            }
            catch (TransactionCanceledException canceled) when (canceled.CancellationReasons is [_, { Code: ConditionFailed }])
            {
                return null;
            }
            catch (TransactionCanceledException) when (attempt < backoff.Attempts)
            {
                // Throttled, or met another transaction on the same items.
                await Task.Delay(backoff.After(attempt), clock, cancellation);
            }
        }
    }

    private TransactWriteItemsRequest Writes(ShelfOrder order)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            TransactItems =
            [
                new()
                {
                    Put = new()
                    {
                        TableName = table,
                        Item = LedgerItem.Of(order.Entry, now),
                        ConditionExpression = $"attribute_not_exists({LedgerItem.OrderKey})",
                        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                    },
                },
                new()
                {
                    Put = new()
                    {
                        TableName = table,
                        Item = LedgerItem.OfShelf(order.Entry, now),
                        // A shelf whose time is up may lie there for days more: DynamoDB removes items when it comes to them.
                        ConditionExpression =
                            $"attribute_not_exists({LedgerItem.OrderKey}) OR {LedgerItem.LastOrder} = :after OR {LedgerItem.ExpiresAt} < :now",
                        ExpressionAttributeValues = new() { [":after"] = new(order.After ?? "none"), [":now"] = LedgerItem.Seconds(now) },
                    },
                },
            ],
        };
    }

    private async Task MarkStreamedAsync(string orderKey, CancellationToken cancellation) =>
        await dynamo.UpdateItemAsync(
            new()
            {
                TableName = table,
                Key = LedgerItem.KeyOf(orderKey),
                UpdateExpression = $"SET {LedgerItem.Streamed} = :yes, {LedgerItem.StreamedAt} = :now",
                // When there is no item, there is nothing to mark, and an update would create an entry without loads.
                ConditionExpression = $"attribute_exists({LedgerItem.OrderKey})",
                ExpressionAttributeValues = new()
                {
                    [":yes"] = new() { BOOL = true },
                    [":now"] = LedgerItem.Milliseconds(clock.GetUtcNow()),
                },
            },
            cancellation);

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> write, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellation },
            async (item, _) => await write(item));
}
