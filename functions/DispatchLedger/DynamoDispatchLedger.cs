using System.Collections.Concurrent;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using RecordStreaming;
using Replenishment.Dispatching;

namespace DispatchLedger;

/// <summary>The ledger as a DynamoDB table: one item for each order key, written once by a conditional write.</summary>
/// <remarks>
/// Not by transactions: lines do not depend on each other, a transaction costs twice as much, and a single key that is
/// held would cancel the writes of its ninety-nine neighbours.
/// </remarks>
public sealed class DynamoDispatchLedger(IAmazonDynamoDB dynamo, string table, Backoff backoff, TimeProvider clock)
    : IDispatchLedger
{
    // BatchGetItem's own limit.
    private const int KeysPerRead = 100;

    private const int WritesAtOnce = 16;

    public async Task<IReadOnlyDictionary<string, LedgerEntry>> FindAsync(
        IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default)
    {
        var found = new Dictionary<string, LedgerEntry>();
        foreach (var keys in orderKeys.Distinct().Chunk(KeysPerRead))
        {
            await FindAsync([.. keys.Select(LedgerItem.KeyOf)], found, cancellation);
        }

        return found;
    }

    public async Task<IReadOnlyDictionary<string, LedgerEntry>> RecordAsync(
        IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellation = default)
    {
        var held = new ConcurrentDictionary<string, LedgerEntry>();
        await EachAsync(entries, async entry => held[entry.OrderKey] = await RecordAsync(entry, cancellation), cancellation);

        return held;
    }

    public Task MarkStreamedAsync(IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default) =>
        EachAsync(orderKeys, orderKey => MarkStreamedAsync(orderKey, cancellation), cancellation);

    private async Task FindAsync(
        List<Dictionary<string, AttributeValue>> keys, Dictionary<string, LedgerEntry> found, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await dynamo.BatchGetItemAsync(
                new BatchGetItemRequest { RequestItems = new() { [table] = new() { Keys = keys, ConsistentRead = true } } },
                cancellation);
            foreach (var entry in (answer.Responses?.GetValueOrDefault(table) ?? []).Select(LedgerItem.Read))
            {
                found[entry.OrderKey] = entry;
            }

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

    private async Task<LedgerEntry> RecordAsync(LedgerEntry entry, CancellationToken cancellation)
    {
        try
        {
            await dynamo.PutItemAsync(
                new()
                {
                    TableName = table,
                    Item = LedgerItem.Of(entry, clock.GetUtcNow()),
                    ConditionExpression = $"attribute_not_exists({LedgerItem.OrderKey})",
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                },
                cancellation);

            return entry;
        }
        catch (ConditionalCheckFailedException held)
        {
            // Perhaps this very entry, where the answer to its first attempt was lost on the way.
            return LedgerItem.Read(held.Item);
        }
    }

    private async Task MarkStreamedAsync(string orderKey, CancellationToken cancellation) =>
        await dynamo.UpdateItemAsync(
            new()
            {
                TableName = table,
                Key = LedgerItem.KeyOf(orderKey),
                UpdateExpression = $"SET {LedgerItem.Streamed} = :yes",
                // Without an item there is nothing to mark, and an update would make an entry without loads.
                ConditionExpression = $"attribute_exists({LedgerItem.OrderKey})",
                ExpressionAttributeValues = new() { [":yes"] = new() { BOOL = true } },
            },
            cancellation);

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> write, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellation },
            async (item, _) => await write(item));
}
