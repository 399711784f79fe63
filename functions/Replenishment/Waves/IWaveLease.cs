namespace Replenishment.Waves;

/// <summary>Lets one wave at a time go out, so that all that waits is planned together.</summary>
/// <remarks>
/// Nothing is dispatched twice without it: the ledger and the days of trucks see to that. It keeps two waves from sharing what
/// waits between them.
/// </remarks>
public interface IWaveLease
{
    /// <returns>Null: another wave is under way.</returns>
    Task<IHeldLease?> TakeAsync(CancellationToken cancellation = default);
}

/// <summary>A lease that ends by itself after <see cref="WaveLimits.Hold"/>, as a wave does that dies.</summary>
public interface IHeldLease
{
    /// <returns>Whether the lease is held for another while; false when it had ended and another wave has taken it.</returns>
    Task<bool> RenewAsync(CancellationToken cancellation = default);

    Task ReleaseAsync(CancellationToken cancellation = default);
}

/// <summary>The wave stood still for so long that another one went out.</summary>
public sealed class LeaseLostException() : Exception(
    $"Another wave has gone out: this one stood still for longer than {WaveLimits.Hold.TotalMinutes:0} minutes. What it has not dispatched waits on the queue.");
