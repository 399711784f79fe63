namespace RecordStreaming.Tests;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 1.0, 200)]
    [InlineData(2, 1.0, 400)]
    [InlineData(4, 0.5, 800)]
    [InlineData(30, 1.0, 20_000)]
    [InlineData(30, 0.0, 0)]
    public void A_wait_is_a_fraction_of_a_time_that_doubles_up_to_a_ceiling(int attempt, double jitter, double milliseconds)
    {
        var backoff = new Backoff(30, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(20), () => jitter);

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), backoff.After(attempt));
    }

    [Fact]
    public void Random_fractions_lie_between_0_and_1_and_differ()
    {
        var fractions = Enumerable.Range(0, 100).Select(_ => Backoff.RandomFraction()).ToList();

        Assert.All(fractions, fraction => Assert.InRange(fraction, 0, 1));
        Assert.True(fractions.Distinct().Count() > 90);
    }
}
