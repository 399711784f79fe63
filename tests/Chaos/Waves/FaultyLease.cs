using Chaos.Shelves;
using Replenishment.Waves;

namespace Chaos.Waves;

/// <summary>A lease in front of the real one, whose calls are lost.</summary>
internal sealed class FaultyLease(IWaveLease lease, Mishaps mishaps) : IWaveLease
{
    public async Task<IHeldLease?> TakeAsync(CancellationToken cancellation = default) =>
        await mishaps.CallAsync(() => lease.TakeAsync(cancellation)) is { } held ? new Held(held, mishaps) : null;

    private sealed class Held(IHeldLease held, Mishaps mishaps) : IHeldLease
    {
        public Task<bool> RenewAsync(CancellationToken cancellation = default) => mishaps.CallAsync(() => held.RenewAsync(cancellation));

        public Task ReleaseAsync(CancellationToken cancellation = default) => mishaps.CallAsync(() => held.ReleaseAsync(cancellation));
    }
}
