using System.Globalization;
using Lake.Counting;

namespace Local.Report;

/// <summary>Times and reasons as the report writes them.</summary>
internal static class Wording
{
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1000 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 59.95 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} m {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} m"),
    };

    public static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString("d MMMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>3 malformed JSON, 2 unknown store</c>, the largest first.</summary>
    public static string Reasons(IEnumerable<NamedCount> counts) =>
        string.Join(", ", counts.OrderByDescending(one => one.Count).Select(one => $"{Counts.Number(one.Count)} {one.Name}"));
}
