using System.Text.Json.Serialization;

namespace Replenishment.Planning;

/// <summary>The answer of StorePlanning.</summary>
/// <param name="Batches">Each fits one <c>sqs:SendMessageBatch</c>.</param>
/// <param name="Rejected">Lines that were refused, by reason.</param>
public sealed record PlanResult(
    IReadOnlyList<DeliveryBatch> Batches, PlannedTotals Planned, IReadOnlyDictionary<string, int> Rejected);

/// <param name="Units">The sums over all lines.</param>
public sealed record PlannedTotals(int Deliveries, int Lines, long Units, decimal VolumeL);

/// <summary>The <c>Entries</c> of a SendMessageBatch request.</summary>
public sealed record DeliveryBatch([property: JsonPropertyName("Entries")] IReadOnlyList<BatchEntry> Entries);

/// <param name="Id">Unique within its batch.</param>
/// <param name="MessageBody">A <see cref="DeliveryRequest"/> as JSON text.</param>
public sealed record BatchEntry(
    [property: JsonPropertyName("Id")] string Id, [property: JsonPropertyName("MessageBody")] string MessageBody);
