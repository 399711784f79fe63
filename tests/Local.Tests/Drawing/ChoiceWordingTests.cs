using System.Text.Json.Nodes;
using System.Xml.Linq;
using Local.Drawing;
using Json = JsonValues.Json;

namespace Local.Tests.Drawing;

public class ChoiceWordingTests
{
    [Fact]
    public void A_rule_is_said_in_words() =>
        Assert.Equal(Cases().Select(one => one.Words), Cases().Select(one => ChoiceWording.Of(Json.Parse(one.Rule.ToJsonString()))));

    [Fact]
    public async Task The_picture_says_the_same()
    {
        var choices = new JsonArray();
        var states = new JsonObject { ["Choose"] = new JsonObject { ["Type"] = "Choice", ["Choices"] = choices } };
        foreach (var (rule, words) in Cases())
        {
            rule["Next"] = words;
            choices.Add(rule.DeepClone());
            states[words] = new JsonObject { ["Type"] = "Succeed" };
        }

        var picture = XElement.Parse(await GraphDrawing.DrawAsync(
            Json.Parse(new JsonObject { ["StartAt"] = "Choose", ["States"] = states }.ToJsonString()), [], "Rules",
            cancellation: TestContext.Current.CancellationToken));

        var labels = picture.Descendants()
            .Where(element => (string?)element.Attribute("class") == "label choice")
            .Select(element => element.Elements().First().Value);
        Assert.Equal(Cases().Select(one => one.Words), labels);
    }

    private static IEnumerable<(JsonNode Rule, string Words)> Cases() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Drawing", "choice-wording.cases"))
            .Where(line => !line.StartsWith("//", StringComparison.Ordinal))
            .Select(line => line.Split(" → "))
            .Select(parts => (JsonNode.Parse(parts[0])!, parts[1]));
}
