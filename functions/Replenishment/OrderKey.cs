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

    private static string Escape(string id) =>
        id.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("|", @"\|", StringComparison.Ordinal);
}
