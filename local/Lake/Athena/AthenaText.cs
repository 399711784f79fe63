using System.Globalization;

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
        double number => Double(number),
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

    /// <summary>As Java writes a double: never without a point, with an exponent below a thousandth and from ten million on.</summary>
    private static string Double(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }

        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        if (Math.Abs(number) is 0 or (>= 1e-3 and < 1e7))
        {
            return shortest.Contains('.', StringComparison.Ordinal) ? shortest : $"{shortest}.0";
        }

        var scientific = number.ToString("E16", CultureInfo.InvariantCulture);
        var exponent = int.Parse(scientific[(scientific.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        return $"{(number < 0 ? "-" : "")}{Mantissa(shortest)}E{exponent}";
    }

    private static string Mantissa(string shortest)
    {
        var end = shortest.IndexOf('E', StringComparison.Ordinal);
        var digits = string.Concat((end < 0 ? shortest : shortest[..end]).Where(char.IsAsciiDigit)).Trim('0');
        return digits.Length switch
        {
            0 => "0.0",
            1 => $"{digits}.0",
            _ => $"{digits[0]}.{digits[1..]}",
        };
    }
}
