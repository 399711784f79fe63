using System.Globalization;

namespace Replenishment;

/// <summary>Names the need that one reading showed: <c>store|product|recorded_at</c>.</summary>
/// <remarks>
/// Whatever is planned from the same reading again has the same key and is dispatched at most once. A bar or a
/// backslash inside an id is escaped with a backslash, so that two needs never share a key.
/// </remarks>
internal static class OrderKey
{
    public static string Of(string storeId, string productId, DateTimeOffset recordedAt) =>
        $"{Escape(storeId)}|{Escape(productId)}|{UtcTimestampConverter.Text(recordedAt)}";

    /// <summary>The key of the second and every further load of a line larger than a truck.</summary>
    public static string OfFurtherLoad(string orderKey, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"{orderKey}|{part}");

    public static bool IsOfFurtherLoad(string key) =>
        key.LastIndexOf('|') is var bar and >= 0 && bar < key.Length - 1
        && !key.AsSpan(bar + 1).ContainsAnyExceptInRange('0', '9');

    private static string Escape(string id) =>
        id.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("|", @"\|", StringComparison.Ordinal);
}
