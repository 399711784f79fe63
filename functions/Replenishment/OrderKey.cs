using System.Globalization;

namespace Replenishment;

/// <summary>Names the need that one reading showed: <c>store|product|recorded_at</c>.</summary>
/// <remarks>
/// Everything that is planned again from the same reading has the same key and is dispatched at most once. A bar or a
/// backslash inside an id is escaped with a backslash, so that two needs never share a key.
/// </remarks>
internal static class OrderKey
{
    public static string Of(string storeId, string productId, DateTimeOffset recordedAt) =>
        $"{Shelf(storeId, productId)}|{UtcTimestampConverter.Text(recordedAt)}";

    /// <summary>The key of the second and every further load of a line larger than a truck.</summary>
    public static string OfFurtherLoad(string orderKey, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"{orderKey}|{part}");

    /// <summary>Names a product's place in a store: <c>store|product</c>.</summary>
    public static string Shelf(string storeId, string productId) => $"{Escape(storeId)}|{Escape(productId)}";

    /// <returns>The time of the reading that the key names; null when the text is not an order key of the shelf.</returns>
    public static DateTimeOffset? RecordedAt(string orderKey, string shelf) =>
        orderKey.Length > shelf.Length && orderKey[shelf.Length] == '|' && orderKey.StartsWith(shelf, StringComparison.Ordinal)
            ? UtcTimestampConverter.Read(orderKey.AsSpan(shelf.Length + 1))
            : null;

    private static string Escape(string id) =>
        id.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("|", @"\|", StringComparison.Ordinal);
}
