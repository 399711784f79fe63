using System.Globalization;

namespace Lake.Counting;

/// <summary>Counts as sentences give them.</summary>
public static class Counts
{
    private const int NamesShown = 5;

    /// <summary><c>1,200</c>.</summary>
    public static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 stop</c>, <c>1,200 stops</c>.</summary>
    /// <param name="name">The name of one of them.</param>
    /// <param name="names">The name of several; null: <paramref name="name"/> with an s.</param>
    public static string Things(long count, string name, string? names = null) => $"{Number(count)} {(count == 1 ? name : names ?? $"{name}s")}";

    /// <summary>The first few names with their counts, and the number of the others: <c>S7 (12), S1 (3) and 2 more</c>.</summary>
    /// <param name="names">In the order in which they are shown.</param>
    public static string Names(IReadOnlyCollection<NamedCount> names)
    {
        var shown = string.Join(", ", names.Take(NamesShown).Select(one => $"{one.Name} ({Number(one.Count)})"));
        return names.Count > NamesShown ? $"{shown} and {Number(names.Count - NamesShown)} more" : shown;
    }
}
