using System.Globalization;
using System.Text;

namespace Lake.Firehose;

/// <summary>
/// The forms of a timestamp that a delivery stream's OpenX JSON SerDe reads (Firehose developer guide, "Convert input
/// record format"): <c>yyyy-MM-dd'T'HH:mm:ss[.S]'Z'</c>, <c>yyyy-[M]M-[d]d HH:mm:ss[.S]</c>, each with up to nine digits
/// of a second, and seconds or milliseconds since 1970, the seconds with a fraction or without.
/// </summary>
internal static class TimestampText
{
    // A number from here on counts milliseconds: as seconds it would lie beyond the year 5138.
    private const decimal FirstMilliseconds = 100_000_000_000m;

    private const int LongestText = 40;

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-M-d HH:mm:ss", "yyyy-M-d HH:mm:ss.FFFFFFF",
    ];

    private static readonly string[] FormsWithOffset =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz",
    ];

    /// <summary>
    /// The form that producers send, without the cost of the others: <c>2026-11-20T09:30:00Z</c>, with or without
    /// milliseconds.
    /// </summary>
    public static bool TryParseUsual(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length is not (20 or 24)
            || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[^1] != 'Z'
            || !Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)
            || !Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second)
            || year == 0 || month is 0 or > 12 || day is 0 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var fraction = 0;
        if (text.Length == 24 && (text[19] != '.' || !Number(text[20..23], out fraction)))
        {
            return false;
        }

        var days = new DateOnly(year, month, day).DayNumber - UnixDay;
        milliseconds = (((((days * 24L) + hour) * 60) + minute) * 60 + second) * 1000 + fraction;
        return true;
    }

    /// <summary>
    /// Reads every form. The time is rounded to milliseconds, halves up, as Athena reads a timestamp; the lake must not
    /// keep more.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out long milliseconds)
    {
        milliseconds = 0;
        if (utf8.Length is 0 or > LongestText || !Ascii.IsValid(utf8))
        {
            return false;
        }

        var text = Encoding.ASCII.GetString(utf8);
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return TryParse(number, out milliseconds);
        }

        // .NET counts seven digits of a second; the two behind them cannot move a millisecond's rounding but on a tie.
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var digits = dot < 0 ? 0 : text.AsSpan(dot + 1).TrimEnd('Z').Length;
        if (digits > 9 || (dot >= 0 && digits == 0))
        {
            return false;
        }

        if (digits > 7)
        {
            text = text.Remove(dot + 8, digits - 7);
        }

        if (!DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return false;
        }

        milliseconds = (long)decimal.Round((decimal)(time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond, MidpointRounding.AwayFromZero);
        return true;
    }

    /// <summary>A time that names its offset from UTC, such as <c>2026-11-20T10:15:00+01:00</c>.</summary>
    public static bool TryParseWithOffset(ReadOnlySpan<byte> utf8, out long milliseconds)
    {
        milliseconds = 0;
        if (utf8.Length > LongestText
            || !Ascii.IsValid(utf8)
            || !DateTimeOffset.TryParseExact(
                Encoding.ASCII.GetString(utf8), FormsWithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return false;
        }

        milliseconds = (long)decimal.Round((decimal)(time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond, MidpointRounding.AwayFromZero);
        return true;
    }

    /// <summary>Seconds or milliseconds since 1970, told apart by their size.</summary>
    public static bool TryParse(decimal number, out long milliseconds)
    {
        milliseconds = 0;
        var exact = Math.Abs(number) >= FirstMilliseconds ? number : number * 1000;
        if (Math.Abs(exact) > (decimal)(DateTime.MaxValue - DateTime.UnixEpoch).TotalMilliseconds)
        {
            return false;
        }

        milliseconds = (long)decimal.Round(exact, MidpointRounding.AwayFromZero);
        return true;
    }

    private static int UnixDay { get; } = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static bool Number(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        return true;
    }
}
