using RealTime.Detection;

namespace RealTime.Tests.Detection;

public sealed class AnomalyEnsembleTests
{
    [Fact]
    public void A_change_of_a_steady_series_is_found_at_once_and_told_once()
    {
        var values = Series.Noise(seed: 1, length: 2_000).Select((value, index) => index >= 1_500 ? value + 12 : value);

        Assert.Equal([1_500], Alarms(values).Where(index => index is >= 1_500 and < 1_600));
    }

    [Fact]
    public void Noise_of_a_thousand_minutes_raises_less_than_one_alarm() =>
        Assert.InRange(Enumerable.Range(1, 20).Sum(seed => Alarms(Series.Noise(seed, 1_400)).Count(index => index >= 400)), 0, 20);

    [Fact]
    public void A_series_that_never_changes_is_as_expected() =>
        Assert.All(Scores(Enumerable.Repeat(7.0, 2_000)), score => Assert.Equal(0, score));

    [Fact]
    public void A_missing_beat_of_a_regular_series_is_found()
    {
        // A day of waves: in one of them nothing goes up, and every value by itself is usual.
        var values = Enumerable.Range(0, 3_000).Select(index => index is >= 2_400 and < 2_460 ? 0 : 10 * Math.Sin(index * Math.PI / 30));

        Assert.InRange(Alarms(values.Zip(Series.Noise(seed: 3, length: 3_000), (wave, noise) => wave + (noise / 10))).First(index => index >= 2_000), 2_400, 2_470);
    }

    [Fact]
    public void What_is_not_finite_is_passed_over()
    {
        var ensemble = new AnomalyEnsemble();

        Assert.All([double.NaN, double.PositiveInfinity, 1e300], value => Assert.Equal(0, ensemble.Score(value)));
        Assert.Equal(0, ensemble.Count);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(219)]
    [InlineData(700)]
    [InlineData(1_777)]
    public void It_goes_on_after_it_was_saved_as_though_it_had_not_been(int at)
    {
        var values = Series.Noise(seed: 4, length: 3_000).Select((value, index) => value + (index % 500 < 60 ? 8 : 0)).ToList();
        var straight = Scores(values).ToList();

        var ensemble = new AnomalyEnsemble();
        var scores = new List<double>();
        foreach (var (index, value) in values.Index())
        {
            ensemble = index == at ? Reloaded(ensemble) : ensemble;
            scores.Add(ensemble.Score(value));
        }

        Assert.Equal(straight, scores);
    }

    private static AnomalyEnsemble Reloaded(AnomalyEnsemble ensemble)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        ensemble.Save(writer);
        writer.Flush();
        buffer.Position = 0;
        using var reader = new BinaryReader(buffer);
        return AnomalyEnsemble.Load(reader);
    }

    private static IEnumerable<int> Alarms(IEnumerable<double> values) =>
        Scores(values).Index().Where(score => score.Item >= AnomalyEnsemble.Alarm).Select(score => score.Index);

    private static IEnumerable<double> Scores(IEnumerable<double> values)
    {
        var ensemble = new AnomalyEnsemble();
        return [.. values.Select(ensemble.Score)];
    }
}
