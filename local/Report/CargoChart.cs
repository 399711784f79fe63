using System.Globalization;
using RealTime.Detection;
using RealTime.Streams;

namespace Local.Report;

/// <summary>The temperature of a truck's cargo over its day, with the times in which an alert was open.</summary>
internal static class CargoChart
{
    private const int Width = 340;
    private const int Height = 130;
    private const int Left = 34;
    private const int Right = 6;
    private const int Top = 24;
    private const int Bottom = 20;

    private static readonly double Warm = KnownStreams.Telemetry.Rules.OfType<DetectorRule.Limit>().Single(rule => rule.Kind == "cargo_warm").Above;

    public static Html Of(TruckTrack truck, IReadOnlyList<RoadAlert> alerts)
    {
        var known = truck.Minutes.Where(minute => minute.CargoC is not null).Select(minute => (minute.At, Value: minute.CargoC!.Value)).ToList();
        if (known.Count == 0)
        {
            return Html.Empty;
        }

        var (low, high) = (Math.Min(known.Min(one => one.Value), Warm), Math.Max(known.Max(one => one.Value), Warm));
        var (first, last) = (known[0].At, known[^1].At);
        double X(DateTimeOffset at) => Left + ((Width - Left - Right) * Math.Clamp((at - first) / (last - first + TimeSpan.FromTicks(1)), 0, 1));
        double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * (high > low ? (value - low) / (high - low) : 0.5));
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"Cargo of {truck.TruckId}, {first.UtcDateTime:HH:mm} to {last.UtcDateTime:HH:mm} UTC: from {known.Min(one => one.Value):0.0} to {known.Max(one => one.Value):0.0} °C");

        return Html.Of($"""
            <svg class="chart" viewBox="0 0 {Width} {Height}" role="img" aria-label="{words}"><title>{words}</title>
            <text class="name" x="0" y="13">{truck.TruckId}: cargo in °C</text>
            {alerts.Select(alert => Html.Of($"<rect class=\"span\" x=\"{X(alert.OpenedAt):0.#}\" y=\"{Top}\" width=\"{Math.Max(1.5, X(alert.ClearedAt ?? last) - X(alert.OpenedAt)):0.#}\" height=\"{Height - Top - Bottom}\"><title>{alert.Kind}</title></rect>"))}
            <path class="limit" d="M{Left} {Y(Warm):0.#}H{Width - Right}"/>
            <polyline points="{SvgPoints.Of(known.Select(one => (X(one.At), Y(one.Value))))}"/>
            <text class="mark" x="{Left - 5}" y="{Y(high) + 4:0.#}">{high:0.#}</text><text class="mark" x="{Left - 5}" y="{Y(low) + 4:0.#}">{low:0.#}</text>
            <text x="{Left}" y="{Height - 4}">{first.UtcDateTime:HH:mm}</text><text class="mark" x="{Width - Right}" y="{Height - 4}">{last.UtcDateTime:HH:mm}</text>
            </svg>

            """);
    }
}
