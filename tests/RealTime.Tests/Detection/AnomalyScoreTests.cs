using RealTime.Detection;

namespace RealTime.Tests.Detection;

/// <summary>A floor under what the ensemble finds, by the rules of the Numenta Anomaly Benchmark (standard profile).</summary>
public sealed class AnomalyScoreTests
{
    // Random scores reach 15 with the best threshold; this threshold is the shipped one.
    private const double Floor = 60;

    private const double FalseAlarmWeight = 0.11;
    private const int Probation = 360;

    [Fact]
    public void Of_twelve_incidents_most_are_found_soon_with_few_false_alarms()
    {
        var points = LabelledSeries.All.ToDictionary(series => series.Name, Points);

        // From -1, nothing found, to 1, everything found in the first row.
        var score = 100 * (points.Values.Average() + 1) / 2;
        Assert.True(score >= Floor, $"The score is {score:0.0}: {string.Join(", ", points.Select(one => $"{one.Key} {one.Value:0.00}"))}.");
    }

    private static double Points(LabelledSeries series)
    {
        var ensemble = new AnomalyEnsemble();
        var alarms = series.Values.Select(ensemble.Score).Index()
            .Where(score => score.Item >= AnomalyEnsemble.Alarm && score.Index >= Probation)
            .Select(score => score.Index)
            .ToList();
        var width = series.Last - series.First + 1;
        var found = alarms.Where(alarm => alarm >= series.First && alarm <= series.Last).ToList();
        var reward = found.Count > 0 ? Sigmoid((found[0] - series.Last - 1.0) / width) / Sigmoid(-1) : -1;
        var penalty = alarms
            .Where(alarm => alarm < series.First || alarm > series.Last)
            .Sum(alarm => alarm < series.First ? -1 : Sigmoid((alarm - series.Last) / (width - 1.0)));

        return reward + (FalseAlarmWeight * penalty);
    }

    private static double Sigmoid(double position) => position > 3 ? -1 : (2 / (1 + Math.Exp(5 * position))) - 1;
}
