using System.Globalization;
using System.Text.RegularExpressions;

namespace StatesLanguage;

/// <summary>Timestamps as the States Language takes them: the RFC 3339 profile of ISO 8601, with a T and an offset.</summary>
public static partial class Timestamps
{
    internal static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        return Form().IsMatch(text) &&
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    /// <summary>As the context object has them: <c>2026-11-20T09:57:07.123Z</c>.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$")]
    private static partial Regex Form();
}
