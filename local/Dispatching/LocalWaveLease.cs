using Replenishment.Waves;

namespace Local.Dispatching;

/// <summary>The lease of the waves in this process, which alone has the data folder: one wave at a time.</summary>
internal sealed class LocalWaveLease : IWaveLease, IHeldLease
{
    private int isHeld;

    public Task<IHeldLease?> TakeAsync(CancellationToken cancellation = default) =>
        Task.FromResult<IHeldLease?>(Interlocked.Exchange(ref isHeld, 1) == 0 ? this : null);

    public Task<bool> RenewAsync(CancellationToken cancellation = default) => Task.FromResult(true);

    public Task ReleaseAsync(CancellationToken cancellation = default)
    {
        Volatile.Write(ref isHeld, 0);
        return Task.CompletedTask;
    }
}
