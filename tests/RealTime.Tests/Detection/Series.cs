namespace RealTime.Tests.Detection;

internal static class Series
{
    /// <summary>Independent values around 0, of deviation 1: sums of twelve, which are all but normal.</summary>
    public static IEnumerable<double> Noise(int seed, int length)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)];
    }
}
