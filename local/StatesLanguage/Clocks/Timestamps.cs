using System.Globalization;
using System.Text.RegularExpressions;

namespace StatesLanguage;

/// <summary>Timestamps as the States Language takes them: the RFC 3339 profile of ISO 8601, with a T and an offset.</summary>
public static partial class Timestamps
{
    internal static bool TryParse(string text, out DateTimeOffset time)
    {
        var found = TryParse(text, out (DateTimeOffset Second, int Nanosecond) instant);
        time = instant.Second.AddTicks(instant.Nanosecond / TimeSpan.NanosecondsPerTick);
        return found;
    }

    /// <summary>
    /// Reads a time to the nanosecond, as java.time does: nothing is rounded, and digits after the ninth are ignored.
    /// </summary>
    internal static bool TryParse(string text, out (DateTimeOffset Second, int Nanosecond) instant)
    {
        instant = default;
        if (Form().Match(text) is not { Success: true } form)
        {
            return false;
        }

        var fraction = form.Groups[2];
        var whole = fraction.Success ? text.Remove(fraction.Index, fraction.Length) : text;
        if (!DateTimeOffset.TryParse(whole, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant.Second))
        {
            return false;
        }

        instant.Nanosecond = fraction.Success
            ? int.Parse(fraction.Value[1..].PadRight(9, '0')[..9], CultureInfo.InvariantCulture)
            : 0;
        return true;
    }

    /// <summary>Writes a timestamp as the context object has it: <c>2026-11-20T09:57:07.123Z</c>.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$")]
    private static partial Regex Form();
}
