namespace StatesLanguage.Clocks;

/// <summary>Lets executions on several threads take from one source of randomness.</summary>
internal sealed class SharedRandom(Random source) : Random(0)
{
    private readonly Lock gate = new();

    public override int Next()
    {
        lock (gate)
        {
            return source.Next();
        }
    }

    public override long NextInt64(long minValue, long maxValue)
    {
        lock (gate)
        {
            return source.NextInt64(minValue, maxValue);
        }
    }

    public override double NextDouble()
    {
        lock (gate)
        {
            return source.NextDouble();
        }
    }

    public override void NextBytes(Span<byte> buffer)
    {
        lock (gate)
        {
            source.NextBytes(buffer);
        }
    }
}
