using System.Text;

namespace Local.Protocol;

/// <summary>A part of a list, and the token that asks for the next part: the key of the last item, so that new items move nothing.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken)
{
    /// <param name="items">The whole list, in the order in which it is paged.</param>
    /// <param name="key">Tells one item from all others.</param>
    /// <param name="token">The token of the page before; null for the first page.</param>
    /// <exception cref="AwsException">The token is none of this list.</exception>
    public static Page<T> Of(IEnumerable<T> items, Func<T, string> key, string? token, int most)
    {
        using var rest = items.GetEnumerator();
        if (token is not null && !Skip(rest, key, Decode(token)))
        {
            throw AwsException.InvalidToken();
        }

        var page = new List<T>();
        while (page.Count < most && rest.MoveNext())
        {
            page.Add(rest.Current);
        }

        return new(page, page.Count == most && rest.MoveNext() ? Encode(key(page[^1])) : null);
    }

    private static bool Skip(IEnumerator<T> rest, Func<T, string> key, string last)
    {
        while (rest.MoveNext())
        {
            if (key(rest.Current) == last)
            {
                return true;
            }
        }

        return false;
    }

    private static string Encode(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    private static string Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw AwsException.InvalidToken();
    }
}
