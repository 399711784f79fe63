using RealTime.Detection;
using RealTime.Tests.Memory;

namespace RealTime.Tests.Detection;

public sealed class AnomalyDetectorTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData(10.0, true)]
    [InlineData(30.0, false)]
    public void A_strange_value_opens_where_it_matters(double? onlyAbove, bool opens) =>
        Assert.Equal(opens, OpenMinutes(onlyAbove).Any(minute => minute >= 1_000));

    [Fact]
    public void It_is_cleared_after_ten_minutes_that_are_not_strange() =>
        Assert.Equal(Enumerable.Range(1_000, 10), OpenMinutes(onlyAbove: 10).Where(minute => minute is >= 1_000 and < 1_010));

    /// <summary>A steady series around 0 that jumps to 20 for a minute, and then is as before.</summary>
    private static List<int> OpenMinutes(double? onlyAbove)
    {
        var detector = new AnomalyDetector(new("strange", "cargo_c", []) { OnlyAbove = onlyAbove });
        var open = new List<int>();
        foreach (var (minute, value) in Series.Noise(seed: 6, length: 1_200).Index())
        {
            detector.Judge(Events.Start.AddMinutes(minute), minute == 1_000 ? 20 : value);
            if (detector.IsOpen)
            {
                open.Add(minute);
            }
        }

        return open;
    }
}
