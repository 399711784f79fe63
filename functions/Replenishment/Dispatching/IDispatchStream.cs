namespace Replenishment.Dispatching;

/// <summary>Carries dispatches to the lake, where the next run nets them against its readings.</summary>
#pragma warning disable CA1711 // It is the dispatches stream, as everywhere; nothing is confused with System.IO.
public interface IDispatchStream
{
    /// <summary>Returns once all are taken; throws when some are not. A record may be sent again later.</summary>
    Task SendAsync(IReadOnlyList<Dispatch> dispatches, CancellationToken cancellation = default);
}
#pragma warning restore CA1711
