using System.Globalization;
using Lake.DuckDb;

namespace Lake.Athena;

/// <summary>Values as Athena writes them in a result.</summary>
internal static class AthenaText
{
    /// <returns>Null for NULL.</returns>
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => Number(number, number.ToString("R", CultureInfo.InvariantCulture)),
        float number => Number(number, number.ToString("R", CultureInfo.InvariantCulture)),
        DuckDbInterval interval => Interval(interval),
        DuckDbTime(var time, var offset) => $"{Of(time)}{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture),
        byte[] bytes => string.Join(' ', bytes.Select(item => item.ToString("x2", CultureInfo.InvariantCulture))),
        List<object?> items => $"[{string.Join(", ", items.Select(item => Of(item) ?? "null"))}]",
        List<KeyValuePair<string, object?>> fields => $"{{{string.Join(", ", fields.Select(field => $"{field.Key}={Of(field.Value) ?? "null"}"))}}}",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>
    /// A double or a float as Java writes it: always with a point, and with an exponent below a thousandth and from ten
    /// million on.
    /// </summary>
    /// <param name="number">The number.</param>
    /// <param name="shortest">The fewest digits that tell it from all others of its type.</param>
    /// <remarks>https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Double.html#toString(double)</remarks>
    private static string Number(double number, string shortest)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }

        if (number == 0)
        {
            return double.IsNegative(number) ? "-0.0" : "0.0";
        }

        // All digits, and where the point stands among them.
        var (mantissa, power) = shortest.TrimStart('-').Split('E') is [var before, var exponent]
            ? (before, int.Parse(exponent, CultureInfo.InvariantCulture))
            : (shortest.TrimStart('-'), 0);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal) is >= 0 and var found ? found : mantissa.Length;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        (digits, point) = (digits.Trim('0'), point + power - leading);

        var text = point is > -3 and <= 7
            ? $"{(point <= 0 ? "0" : digits.PadRight(point, '0')[..point])}.{(point <= 0 ? new string('0', -point) + digits : Fraction(digits, point))}"
            : string.Create(CultureInfo.InvariantCulture, $"{digits[0]}.{Fraction(digits, 1)}E{point - 1}");
        return number < 0 ? $"-{text}" : text;
    }

    private static string Fraction(string digits, int point) => digits.Length > point ? digits[point..] : "0";

    /// <summary>An interval as Trino writes it: years and months, or days and the time of a day.</summary>
    private static string Interval(DuckDbInterval interval)
    {
        if (interval.Months != 0 && interval.Time == TimeSpan.Zero)
        {
            var months = Math.Abs(interval.Months);
            return string.Create(CultureInfo.InvariantCulture, $"{(interval.Months < 0 ? "-" : "")}{months / 12}-{months % 12}");
        }

        var time = interval.Time + TimeSpan.FromDays(30 * interval.Months);
        return $"{(time < TimeSpan.Zero ? "-" : "")}{time.ToString("d' 'hh':'mm':'ss'.'fff", CultureInfo.InvariantCulture)}";
    }
}
