using Kafka;
using Local.Serve.Http;
using Local.StreamMinutes;
using Replenishment.Dispatching;

namespace Local.Serve;

/// <param name="Port">0: one that is free.</param>
/// <param name="RunsTrucks">Whether delivery requests are dispatched as they come.</param>
internal sealed record ServeOptions(int Port, bool RunsTrucks)
{
    /// <summary>The roads with which routes are planned; null for great circles.</summary>
    public RoadTable? Roads { get; init; }

    public ServeLimits Limits { get; init; } = new();

    /// <summary>Whether the limits of a stream's shards are lifted.</summary>
    public bool IsUnlimited { get; init; }

    /// <summary>
    /// Simulated seconds in a real second for trucks that drive and people who shop; null when nothing is simulated.
    /// </summary>
    public int? LiveSpeed { get; init; }

    /// <summary>The Kafka cluster by which trucks' events come; null when they come only by the stage's own stream.</summary>
    public KafkaConnection? Kafka { get; init; }

    /// <summary>The search to which events are also written; null for none.</summary>
    public EventSearch? Search { get; init; }
}

/// <summary>The server cannot start; the message says why and what to do.</summary>
internal sealed class ServeException(string message, Exception inner) : Exception(message, inner);
