using System.Reflection;

namespace Infra.Tests.Checks;

/// <summary>The list of checks in README.md and the tests of this folder say the same.</summary>
public class CheckListTests
{
    [Fact]
    public void Every_check_of_the_list_is_tested_or_says_why_it_is_not()
    {
        var tested = Assembly.GetExecutingAssembly().GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.Name.StartsWith("Check_", StringComparison.Ordinal))
            .Select(method => int.Parse(method.Name.AsSpan(6, 2), null))
            .ToHashSet();
        var rows = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Checks", "README.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 4 && int.TryParse(cells[1], out _))
            .ToDictionary(cells => int.Parse(cells[1], null), cells => cells[4]);

        Assert.Equal(Enumerable.Range(1, 48), rows.Keys.Order());
        Assert.All(rows, row => Assert.Equal(tested.Contains(row.Key), !row.Value.StartsWith("not tested: ", StringComparison.Ordinal)));
    }
}
