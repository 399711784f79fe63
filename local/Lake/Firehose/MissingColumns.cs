namespace Lake.Firehose;

/// <summary>The sentence about a file that lacks columns which every reading needs.</summary>
internal static class MissingColumns
{
    private const int Shown = 12;

    /// <param name="name">The file's name, as the user gave it.</param>
    /// <param name="missing">The columns that it lacks.</param>
    /// <param name="unknown">Names in the file that the table does not know.</param>
    public static string Sentence(string name, IEnumerable<string> missing, IEnumerable<string> unknown)
    {
        var others = unknown.ToList();
        var first = missing.First();
        var named = others.Count == 0
            ? ""
            : $" It has {string.Join(", ", others.Take(Shown))}{(others.Count > Shown ? ", …" : "")}, which the table does not know.";
        return $"{name}: nothing in it is called {string.Join(", ", missing)}, and every reading needs that.{named} "
            + $"Say what each is made of, such as --map {first}={(others.Count == 0 ? "0" : others[0])}. Nothing of the file was taken.";
    }
}
