using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Replenishment;
using Workflow;

namespace Infra.Tests;

/// <summary>docs/data.md says of every table what <c>tables.json</c> says, and its example lines are what it says they are.</summary>
public partial class DataPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "pages", "data.md")).ReplaceLineEndings("\n");

    public static TheoryData<string> Tables => [.. WorkflowFiles.Tables.Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_has_these_columns_of_these_types(string table)
    {
        var columns = Rows(Section($"`{table}`")).Select(row => $"{row[0].Trim('`')} {row[1]}");

        Assert.Equal(ColumnsOf(table).Select(column => $"{column.Name} {column.Type}".ToLowerInvariant()), columns);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void An_example_row_has_the_tables_columns(string table)
    {
        var (language, example) = Example(Section($"`{table}`"));

        if (language == "csv")
        {
            Assert.Equal(ColumnsOf(table).Count, example.Split(',').Length);
        }
        else
        {
            Assert.Equal(ColumnsOf(table).Select(column => column.Name), JsonNode.Parse(example)!.AsObject().Select(member => member.Key));
        }
    }

    [Theory]
    [InlineData("Delivery request")]
    [InlineData("`telemetry`")]
    [InlineData("`visits`")]
    public void An_example_message_has_the_members_that_are_told_of(string message)
    {
        var section = Section(message);
        var told = Rows(section).SelectMany(row => Name().Matches(row[0]).Select(match => match.Groups["name"].Value));

        Assert.Equal(
            told.Order(StringComparer.Ordinal),
            Members(JsonNode.Parse(Example(section).Text)!.AsObject(), "").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_example_of_a_delivery_request_is_one()
    {
        var request = JsonSerializer.Deserialize(Example(Section("Delivery request")).Text, ReplenishmentJson.Wire.DeliveryRequest)!;

        Assert.Equal("S0001", request.StoreId);
        Assert.Equal(request.VolumeL, request.Lines.Sum(line => line.VolumeL));
    }

    private static IReadOnlyList<ColumnDefinition> ColumnsOf(string table) => WorkflowFiles.Tables.Single(each => each.Name == table).Columns;

    private static string Section(string heading)
    {
        var from = Page.IndexOf($"\n### {heading}\n", StringComparison.Ordinal);
        Assert.True(from >= 0, $"docs/data.md has no section '### {heading}'.");
        var to = Page.IndexOf("\n##", from + 4, StringComparison.Ordinal);

        return to < 0 ? Page[from..] : Page[from..to];
    }

    private static IEnumerable<string[]> Rows(string section) =>
        section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => Cell().Split(line).Select(cell => cell.Trim()).Skip(1).ToArray());

    private static (string Language, string Text) Example(string section)
    {
        var match = Fence().Match(section);
        return (match.Groups["language"].Value, match.Groups["text"].Value);
    }

    private static IEnumerable<string> Members(JsonObject value, string path) => value.SelectMany(member => member.Value switch
    {
        JsonArray items => Members(items[0]!.AsObject(), $"{path}{member.Key}[].").Prepend($"{path}{member.Key}"),
        _ => [$"{path}{member.Key}"],
    });

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Cell();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("```(?<language>json|csv)\n(?<text>[^\n]+)\n```")]
    private static partial Regex Fence();
}
