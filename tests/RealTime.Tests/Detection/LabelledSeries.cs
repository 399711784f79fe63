namespace RealTime.Tests.Detection;

/// <summary>A series in which something happens once, and the window in which it should be found.</summary>
internal sealed record LabelledSeries(string Name, IReadOnlyList<double> Values, int First, int Last)
{
    private const int Length = 2_400;
    private const int Window = 120;
    private const int Day = 288;

    public static IReadOnlyList<LabelledSeries> All { get; } =
    [
        .. from kind in Enum.GetValues<Incident>() from season in new[] { false, true } select Draw(kind, season, (int)kind + (season ? 100 : 1)),
    ];

    private enum Incident
    {
        LevelShift,
        Spike,
        Outage,
        MoreNoise,
        Drift,
        MissingPeak,
    }

    private static LabelledSeries Draw(Incident incident, bool season, int seed)
    {
        var at = 1_300 + (seed * 37 % 700);
        var noise = Series.Noise(seed, Length).ToList();
        var values = Enumerable.Range(0, Length).Select(index =>
        {
            var wave = season ? 20 * (1 + Math.Sin(2 * Math.PI * index / Day)) : 0;
            var since = index - at;
            return (incident, isOn: since is >= 0 and < Window) switch
            {
                (Incident.LevelShift, true) => 50 + wave + noise[index] + 30,
                (Incident.Spike, _) when since is >= 0 and < 3 => 50 + wave + noise[index] + 60,
                (Incident.Outage, true) => 0,
                (Incident.MoreNoise, true) => 50 + wave + (12 * noise[index]),
                (Incident.Drift, true) => 50 + wave + noise[index] + (since / 2.0),
                (Incident.MissingPeak, true) => 50 + noise[index] - 15,
                _ => 50 + wave + noise[index],
            };
        });

        return new($"{incident}{(season ? " in a daily wave" : "")}", [.. values], at, at + Window - 1);
    }
}
