using System.Text.Json;

namespace Local.StepFunctions;

/// <summary>What a map run noted of its children. A child that is run again is noted again, under the same index.</summary>
internal static class ChildLines
{
    /// <returns>Of each child the last line, in the order of the children's first lines.</returns>
    public static IEnumerable<string> Latest(IEnumerable<string> lines)
    {
        var latest = new OrderedDictionary<int, string>();
        foreach (var line in lines)
        {
            latest[Index(line)] = line;
        }

        return latest.Values;
    }

    private static int Index(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("index").GetInt32();
    }
}
