using System.Globalization;
using RealTime.Tables;

namespace RealTime.Minutes;

/// <summary>Names the row of a key's minute.</summary>
/// <param name="Minute">The beginning of the minute.</param>
public readonly record struct MinuteKey(string Key, DateTimeOffset Minute)
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";

    public ItemKey ItemKey => new(Key, Text(Minute));

    /// <returns>Like <c>2026-11-26T22:15</c>.</returns>
    public static string Text(DateTimeOffset minute) => minute.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string minute) =>
        DateTimeOffset.ParseExact(minute, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
