namespace Replenishment.Routing;

/// <summary>Marsaglia's 64-bit xorshift generator (2003): fast, and the same numbers on every machine.</summary>
/// <param name="seed">The seed: any number but 0, which would stay 0.</param>
internal struct Xorshift(ulong seed)
{
    private ulong state = seed;

    /// <returns>A whole number from 0 to one below the bound.</returns>
    public int Below(int bound)
    {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;

        return (int)(((state >> 32) * (ulong)bound) >> 32);
    }
}
