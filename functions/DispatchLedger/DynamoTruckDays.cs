using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Replenishment;
using Replenishment.Dispatching;

namespace DispatchLedger;

/// <summary>The days of trucks in the ledger's table: an item for each depot and day, written on condition that nobody else wrote it.</summary>
public sealed class DynamoTruckDays(IAmazonDynamoDB dynamo, string table, TimeProvider clock) : ITruckDays
{
    private const string Revision = "revision";
    private const string Tours = "tours";

    public async Task<DepotDay> FindAsync(string depotId, DateOnly day, CancellationToken cancellation = default)
    {
        var answer = await dynamo.GetItemAsync(
            new() { TableName = table, Key = LedgerItem.KeyOf(KeyOf(depotId, day)), ConsistentRead = true }, cancellation);

        return answer.Item is { Count: > 0 } item
            ? new(
                depotId,
                day,
                JsonSerializer.Deserialize(item[Tours].S, ReplenishmentJson.Wire.IReadOnlyListGivenTour)!,
                long.Parse(item[Revision].N, CultureInfo.InvariantCulture))
            : new(depotId, day, []);
    }

    public async Task<bool> GiveAsync(DepotDay day, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(day);

        var key = KeyOf(day.DepotId, day.Day);
        var tours = JsonSerializer.Serialize(day.Tours, ReplenishmentJson.Wire.IReadOnlyListGivenTour);
        try
        {
            await dynamo.PutItemAsync(
                new()
                {
                    TableName = table,
                    Item = new()
                    {
                        [LedgerItem.OrderKey] = new(key),
                        [Tours] = new(tours),
                        [Revision] = LedgerItem.Number(day.Revision + 1),
                        [LedgerItem.ExpiresAt] = LedgerItem.Seconds(clock.GetUtcNow() + IDispatchLedger.Kept),
                    },
                    // The same tours are this very write, where the answer to its first attempt was lost on the way.
                    ConditionExpression = $"attribute_not_exists({LedgerItem.OrderKey}) OR {Revision} = :read OR ({Revision} = :next AND {Tours} = :tours)",
                    ExpressionAttributeValues = new()
                    {
                        [":read"] = LedgerItem.Number(day.Revision),
                        [":next"] = LedgerItem.Number(day.Revision + 1),
                        [":tours"] = new(tours),
                    },
                },
                cancellation);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private static string KeyOf(string depotId, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"|day|{day:yyyy-MM-dd}|{depotId}");
}
