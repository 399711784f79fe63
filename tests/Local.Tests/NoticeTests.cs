using System.Text.Json.Nodes;

namespace Local.Tests;

/// <summary>Whatever comes along with the program is named in NOTICE.</summary>
public sealed class NoticeTests
{
    [Fact]
    public void Every_package_beside_the_program_is_named_with_its_licence()
    {
        var named = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "NOTICE"))
            .Where(line => line.StartsWith("  ", StringComparison.Ordinal))
            .SelectMany(line => line.Trim().Split("  ")[0].Split(','))
            .Select(name => name.Trim().TrimEnd('*', '.'))
            .ToList();

        Assert.DoesNotContain(Packages(), package => !named.Any(name => package.StartsWith(name, StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<string> Packages() =>
        from library in JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Local.deps.json")))!["libraries"]!.AsObject()
        where (string?)library.Value!["type"] == "package"
        select library.Key.Split('/')[0];
}
