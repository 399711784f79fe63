using System.Globalization;
using Lake.S3;
using Local.Names;

namespace Local.Cli;

/// <summary>The days (UTC) on which rows of a table arrived in the lake.</summary>
internal static class ArrivalDays
{
    public static SortedSet<DateOnly> Of(S3Folder lake, string table)
    {
        var prefix = $"{table}/dt=";
        var days = lake.List(new(LocalNames.LakeBucket, prefix)).Select(row => row.Uri.Key[prefix.Length..].Split('/')[0]);
        return [.. days.Distinct().SelectMany(text => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? [day] : Array.Empty<DateOnly>())];
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
