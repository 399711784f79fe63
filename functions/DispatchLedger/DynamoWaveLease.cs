using System.Security.Cryptography;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Replenishment.Waves;

namespace DispatchLedger;

/// <summary>The lease of the waves, an item of the ledger's table: who holds it, and until when.</summary>
public sealed class DynamoWaveLease(IAmazonDynamoDB dynamo, string table, TimeProvider clock) : IWaveLease
{
    private const string Key = "|lease|waves";
    private const string Holder = "holder";
    private const string Until = "held_until";

    public async Task<IHeldLease?> TakeAsync(CancellationToken cancellation = default)
    {
        // Its own for each call: one that Lambda repeats is another call, which waits for the end of the first.
        var held = new Held(this, RandomNumberGenerator.GetHexString(32, lowercase: true), clock);
        var now = clock.GetUtcNow();

        // Held by this holder: the answer to the first attempt was lost on the way.
        return await SetAsync(
            held.Name,
            now + WaveLimits.Hold,
            $"attribute_not_exists({LedgerItem.OrderKey}) OR {Until} < :now OR {Holder} = :holder",
            now,
            cancellation)
            ? held
            : null;
    }

    /// <returns>Whether the condition held.</returns>
    private async Task<bool> SetAsync(string holder, DateTimeOffset until, string condition, DateTimeOffset? now, CancellationToken cancellation)
    {
        var values = new Dictionary<string, AttributeValue> { [":holder"] = new(holder), [":until"] = LedgerItem.Milliseconds(until) };
        if (now is { } time)
        {
            values[":now"] = LedgerItem.Milliseconds(time);
        }

        try
        {
            await dynamo.UpdateItemAsync(
                new()
                {
                    TableName = table,
                    Key = LedgerItem.KeyOf(Key),
                    UpdateExpression = $"SET {Holder} = :holder, {Until} = :until",
                    ConditionExpression = condition,
                    ExpressionAttributeValues = values,
                },
                cancellation);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private sealed class Held(DynamoWaveLease lease, string name, TimeProvider clock) : IHeldLease
    {
        private const string Mine = $"{Holder} = :holder";

        public string Name => name;

        public Task<bool> RenewAsync(CancellationToken cancellation = default) =>
            lease.SetAsync(name, clock.GetUtcNow() + WaveLimits.Hold, Mine, now: null, cancellation);

        // Its end is now long ago. If another wave holds it, that one keeps it.
        public Task ReleaseAsync(CancellationToken cancellation = default) =>
            lease.SetAsync(name, DateTimeOffset.UnixEpoch, Mine, now: null, cancellation);
    }
}
