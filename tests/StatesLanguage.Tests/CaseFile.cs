namespace StatesLanguage.Tests;

/// <summary>
/// A table of cases: one a line, fields parted by two or more spaces, what is expected behind an arrow. Empty lines and
/// what stands behind <c>//</c> at a line's start are for people.
/// </summary>
internal static class CaseFile
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Read(string name)
    {
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cases", name)))
        {
            if (line.Trim() is "" || line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            var sides = line.Split(" → ");
            var fields = sides[0].Split("  ", 2, StringSplitOptions.TrimEntries);
            yield return new(fields[0], fields.Length > 1 ? fields[1] : "", sides[1].Trim());
        }
    }
}
