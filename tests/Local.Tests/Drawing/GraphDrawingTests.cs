using System.Text.Json.Nodes;
using System.Xml.Linq;
using Local.Drawing;
using Workflow;
using Json = JsonValues.Json;
using VisitStatus = StatesLanguage.VisitStatus;

namespace Local.Tests.Drawing;

public class GraphDrawingTests
{
    private static readonly JsonNode Deployed = JsonNode.Parse(ProductMachine.StorePlanning.Definition)!;

    [Fact]
    public async Task The_deployed_definition_is_drawn_with_every_state_in_the_container_that_holds_it()
    {
        var picture = await DrawAsync(Deployed);

        var expected = NamesIn(Deployed).Order(StringComparer.Ordinal);
        Assert.Equal(expected, States(picture).Select(Name).Order(StringComparer.Ordinal));

        var child = picture.Descendants().Single(one => (string?)one.Attribute("aria-label") == "Item of SendBatches");
        Assert.Equal(
            ["AllSent", "BatchSent", "EntriesRefused", "SendDeliveries"],
            States(child).Select(Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_screen_reader_meets_no_word_that_is_not_drawn()
    {
        var picture = await DrawAsync(Deployed);

        Assert.Equal(
            ["style", "text", "title", "tspan"],
            picture.DescendantNodes().OfType<XText>().Select(text => text.Parent!.Name.LocalName).Append("tspan").Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_lies_outside_the_picture_and_no_two_states_of_a_container_touch()
    {
        var picture = await DrawAsync(Deployed);

        foreach (var container in picture.Descendants().Where(one => States(one.Elements()).Any()))
        {
            var cards = States(container.Elements()).Select(Card).ToList();
            foreach (var (one, other) in cards.SelectMany((one, index) => cards.Skip(index + 1).Select(other => (one, other))))
            {
                Assert.True(
                    one.Left + one.Width < other.Left || other.Left + other.Width < one.Left
                    || one.Top + one.Height < other.Top || other.Top + other.Height < one.Top,
                    $"{one} and {other} overlap.");
            }
        }
    }

    [Fact]
    public async Task A_status_is_a_word_and_a_mark_and_not_only_a_colour()
    {
        var states = Enum.GetValues<VisitStatus>()
            .Select(status => new StateSummary { Name = $"Is{status}", Status = status, Entered = 1 })
            .ToList();
        var definition = new JsonObject
        {
            ["StartAt"] = "IsRunning",
            ["States"] = new JsonObject(states
                .Select(state => KeyValuePair.Create<string, JsonNode?>(state.Name, new JsonObject { ["Type"] = "Succeed" }))
                .Append(new("Idle", new JsonObject { ["Type"] = "Pass" }))),
        };

        var drawn = States(await DrawAsync(definition, states)).ToDictionary(Name);

        Assert.Equal("not entered", (string?)drawn["Idle"].Attribute("data-status"));
        Assert.Equal(5, states.Select(state => Badge(drawn[state.Name])).Distinct().Count());
        Assert.All(states, state => Assert.StartsWith(
            $"{state.Name}: {state.Status.ToString().ToLowerInvariant()}", Title(drawn[state.Name]), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Data_never_becomes_markup()
    {
        const string Evil = "</title><script>alert(1)</script>\"' onload=x &\u0001\ud800";
        var definition = new JsonObject
        {
            ["StartAt"] = Evil,
            ["States"] = new JsonObject
            {
                [Evil] = new JsonObject
                {
                    ["Type"] = "Task",
                    ["Resource"] = Evil,
                    ["Comment"] = Evil,
                    ["Catch"] = new JsonArray(new JsonObject { ["ErrorEquals"] = new JsonArray(Evil), ["Next"] = "__proto__" }),
                    ["End"] = true,
                },
                ["__proto__"] = new JsonObject { ["Type"] = Evil },
            },
        };

        var picture = await DrawAsync(definition, [new() { Name = "__proto__", Status = VisitStatus.Failed, Error = Evil, Cause = Evil }]);

        Assert.DoesNotContain(picture.Descendants(), one => one.Name.LocalName == "script" || one.Attribute("onload") is not null);
        Assert.Contains("__proto__", States(picture).Select(Name));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"States": []}""")]
    [InlineData("""{"StartAt": 3, "States": {"A": null, "B": {"Type": "Choice", "Choices": [null, {}]}, "C": {"Type": "Parallel"}}}""")]
    [InlineData("""{"StartAt": "A", "States": {"A": {"Type": "Map"}, "B": {"Type": "Parallel", "Branches": [null, {}]}}}""")]
    [InlineData("""{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}, "B": {"Next": "Nowhere"}}}""")]
    public async Task A_half_written_definition_is_drawn_as_far_as_it_goes(string definition)
    {
        var picture = await DrawAsync(JsonNode.Parse(definition));

        Assert.DoesNotContain("NaN", picture.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(260)]
    [InlineData(1300)]
    public async Task A_graph_may_be_large_and_lead_back(int states)
    {
        var all = new JsonObject();
        for (var index = 0; index < states; index++)
        {
            all[$"S{index}"] = new JsonObject
            {
                ["Type"] = "Choice",
                ["Choices"] = new JsonArray(new JsonObject { ["Next"] = $"S{Math.Max(0, index - 7)}" }),
                ["Default"] = $"S{index + 1}",
            };
        }

        var picture = await DrawAsync(new JsonObject { ["StartAt"] = "S0", ["States"] = all });

        Assert.Equal(states, States(picture).Count());
    }

    [Fact]
    public async Task Whoever_no_longer_wants_a_drawing_does_not_wait_for_it()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => GraphDrawing.DrawAsync(Json.Parse(Deployed.ToJsonString()), [], "Graph", cancellation: cancellation.Token));
    }

    private static async Task<XElement> DrawAsync(JsonNode? definition, IReadOnlyList<StateSummary>? states = null) =>
        XElement.Parse(await GraphDrawing.DrawAsync(
            Json.Parse(definition?.ToJsonString() ?? "null"), states ?? [], "Graph", interactive: true, TestContext.Current.CancellationToken));

    private static IEnumerable<string> NamesIn(JsonNode definition) => definition["States"]!.AsObject().SelectMany(state =>
        (state.Value!["ItemProcessor"] is { } inside ? NamesIn(inside) : []).Prepend(state.Key));

    private static IEnumerable<XElement> States(XElement picture) => States(picture.Descendants());

    private static IEnumerable<XElement> States(IEnumerable<XElement> elements) =>
        elements.Where(one => one.Attribute("data-state") is not null);

    private static string Name(XElement state) => (string)state.Attribute("data-state")!;

    private static string Title(XElement state) => state.Elements().First(one => one.Name.LocalName == "title").Value;

    private static string? Badge(XElement state) => (string?)state.Elements()
        .Single(one => (string?)one.Attribute("class") == "badge")
        .Elements().Last().Attribute("d");

    private static (string Name, double Left, double Top, double Width, double Height) Card(XElement state)
    {
        var at = ((string)state.Attribute("transform")!)["translate(".Length..^1].Split(' ');
        var card = state.Elements().Single(one => (string?)one.Attribute("class") == "card");
        return (Name(state), (double)XNumber(at[0]), XNumber(at[1]), (double)card.Attribute("width")!, (double)card.Attribute("height")!);
    }

    private static double XNumber(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
