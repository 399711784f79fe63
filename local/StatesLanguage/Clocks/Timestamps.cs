using System.Globalization;
using System.Text.RegularExpressions;

namespace StatesLanguage;

/// <summary>
/// Timestamps as the States Language takes them: the RFC 3339 profile of ISO 8601, with an upper-case T and with an upper-case Z or
/// an offset. The seconds may be left out, as in java.time.
/// </summary>
/// <remarks>https://states-language.net/spec.html#timestamps; https://www.rfc-editor.org/rfc/rfc3339#section-5.6</remarks>
public static partial class Timestamps
{
    internal static bool TryParse(string text, out DateTimeOffset time)
    {
        var found = TryParse(text, out (DateTimeOffset Second, int Nanosecond) instant);
        time = instant.Second.AddTicks(instant.Nanosecond / TimeSpan.NanosecondsPerTick);
        return found;
    }

    /// <summary>
    /// Reads a time to the nanosecond, as java.time does: nothing is rounded, and digits after the ninth are ignored. A leap second
    /// (:60), which java.time does not have, and the year 0000 are not read.
    /// </summary>
    internal static bool TryParse(string text, out (DateTimeOffset Second, int Nanosecond) instant)
    {
        instant = default;
        if (Form().Match(text) is not { Success: true } form
            || !DateTime.TryParseExact(
                form.Groups["minute"].ValueSpan, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute))
        {
            return false;
        }

        var offset = TimeSpan.FromMinutes((60 * Number(form.Groups["hours"])) + Number(form.Groups["minutes"]));
        var ticks = minute.Ticks
            + (Number(form.Groups["second"]) * TimeSpan.TicksPerSecond)
            - (form.Groups["sign"].ValueSpan is "-" ? -offset.Ticks : offset.Ticks);
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        var fraction = form.Groups["fraction"].Value;
        instant = (new(ticks, TimeSpan.Zero), int.Parse(fraction.PadRight(9, '0')[..9], CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>Writes a timestamp as the context object has it: <c>2026-11-20T09:57:07.123Z</c>.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static int Number(Group digits) => digits.Success ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        """
        \A(?<minute>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(:(?<second>[0-5][0-9])(\.(?<fraction>[0-9]+))?)?
        (Z|(?<sign>[+-])(?<hours>[01][0-9]|2[0-3]):(?<minutes>[0-5][0-9]))\z
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();
}
