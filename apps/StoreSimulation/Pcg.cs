namespace StoreSimulation;

/// <summary>O'Neill's PCG32: the same numbers from the same seed on every machine and every version of .NET.</summary>
internal sealed class Pcg
{
    private const ulong Increment = 1442695040888963407;

    private ulong state;

    public Pcg(ulong seed)
    {
        state = seed + Increment;
        Next();
    }

    /// <returns>A number from 0 to below <paramref name="bound"/>.</returns>
    public int Below(int bound) => (int)(((ulong)Next() * (uint)bound) >> 32);

    /// <returns>A number from <paramref name="least"/> to <paramref name="most"/>, both included.</returns>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Chance(int perMille) => Below(1000) < perMille;

    public T Pick<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    private uint Next()
    {
        var old = state;
        state = (old * 6364136223846793005) + Increment;

        return uint.RotateRight((uint)(((old >> 18) ^ old) >> 27), (int)(old >> 59));
    }
}
