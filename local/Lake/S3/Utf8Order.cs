namespace Lake.S3;

/// <summary>S3's order of keys: by UTF-8 bytes, which is by code point. Ordinal order differs where surrogates meet U+E000 and up.</summary>
public static class Utf8Order
{
    public static IComparer<string> Comparer { get; } = Comparer<string>.Create(Compare);

    private static int Compare(string left, string right)
    {
        var first = left.EnumerateRunes();
        var second = right.EnumerateRunes();
        while (first.MoveNext())
        {
            if (!second.MoveNext())
            {
                return 1;
            }

            if (first.Current.CompareTo(second.Current) is not 0 and var order)
            {
                return order;
            }
        }

        return second.MoveNext() ? -1 : 0;
    }
}
