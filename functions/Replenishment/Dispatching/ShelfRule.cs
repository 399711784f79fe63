namespace Replenishment.Dispatching;

/// <summary>
/// Decides whether goods may still be sent to a shelf: not when the shelf got others that the order's plan did not know
/// of.
/// </summary>
/// <param name="lag">The time that a dispatch may take from the stream into the lake, where plans find it.</param>
/// <remarks>
/// A plan nets what is on the road. It nets nothing that left after its reading was made or that reached the lake after
/// the plan; then the newer goods stand for the order, and the next reading shows whether more is needed.
/// </remarks>
internal sealed class ShelfRule(TimeSpan lag)
{
    /// <param name="order">The order.</param>
    /// <param name="last">The last entry of the shelf; null when it has none.</param>
    public bool IsSuperseded(OpenLine order, LedgerEntry? last) =>
        last is not null
        && (last.DispatchedAt > order.RecordedAt || !last.Streamed || last.StreamedAt + lag > order.Delivery.RequestedAt);
}
