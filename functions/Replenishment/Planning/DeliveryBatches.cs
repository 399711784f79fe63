using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Replenishment.Planning;

/// <summary>Packs deliveries into batches as SQS takes them and Step Functions carries them.</summary>
internal static class DeliveryBatches
{
    public const int MostEntries = 10;

    /// <summary>Bytes of a state's input or output, and of all the messages in a batch.</summary>
    public const int PayloadLimit = 256 * 1024;

    // Leaves room for the batch's own brackets, and for the totals and refusals around all batches.
    private const int Room = PayloadLimit - 2048;

    /// <exception cref="InvalidShortageException">Together they outgrow the payload of a state.</exception>
    public static IReadOnlyList<DeliveryBatch> Of(IReadOnlyList<DeliveryRequest> deliveries)
    {
        var bodies = deliveries.Select(Body).ToList();
        var size = bodies.Sum(EntrySize);
        if (size > Room)
        {
            throw new InvalidShortageException(
                $"The messages of this plan are {size} bytes, and a state passes on {Room} at most: "
                + "lower MaxInputBytesPerBatch in store-planning.asl.json.");
        }

        // All of them fit a payload, so any ten do.
        return [.. bodies.Chunk(MostEntries).Select(batch => new DeliveryBatch([.. batch.Select(Entry)]))];
    }

    private static BatchEntry Entry(string body, int index) => new(index.ToString(CultureInfo.InvariantCulture), body);

    private static string Body(DeliveryRequest delivery) =>
        JsonSerializer.Serialize(delivery, ReplenishmentJson.Wire.DeliveryRequest);

    /// <summary>Bytes of an entry within a state's output, where the body is escaped once more.</summary>
    private static int EntrySize(string body) =>
        """{"Id":"0","MessageBody":""},""".Length + Encoding.UTF8.GetByteCount(body) + body.AsSpan().Count('"') + body.AsSpan().Count('\\');
}
