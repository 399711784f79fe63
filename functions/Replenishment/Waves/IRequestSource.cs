namespace Replenishment.Waves;

/// <summary>The queue on which delivery requests wait for trucks, as a wave uses it.</summary>
public interface IRequestSource
{
    /// <summary>Takes a few requests, which nobody else is given for as long as <see cref="WaveLimits.Hold"/>.</summary>
    /// <returns>The requests; empty when there is none to take now.</returns>
    Task<IReadOnlyList<QueuedRequest>> ReceiveAsync(CancellationToken cancellation = default);

    /// <summary>Keeps requests from others for another <see cref="WaveLimits.Hold"/>, counted from now.</summary>
    Task HoldAsync(IReadOnlyList<QueuedRequest> requests, CancellationToken cancellation = default);

    /// <summary>Takes requests off that are done.</summary>
    Task DeleteAsync(IReadOnlyList<QueuedRequest> requests, CancellationToken cancellation = default);

    /// <summary>Gives requests back at once. One that was given back often enough becomes a dead letter.</summary>
    /// <param name="requests">The requests, each with its reason in a sentence.</param>
    Task ReturnAsync(IReadOnlyList<(QueuedRequest Request, string Reason)> requests, CancellationToken cancellation = default);

    /// <summary>
    /// Puts requests back that no truck can carry today, for a later wave. Waiting is no failure: it counts neither towards
    /// a dead letter nor towards the age at which a queue forgets.
    /// </summary>
    Task PostponeAsync(IReadOnlyList<QueuedRequest> requests, CancellationToken cancellation = default);

    /// <returns>Requests on the queue, whether anybody could be given them now or not; about as many, where a queue only estimates.</returns>
    Task<int> CountAsync(CancellationToken cancellation = default);
}

/// <summary>A request that a wave has taken; queues derive their own.</summary>
public record QueuedRequest(string MessageId, string Body);
