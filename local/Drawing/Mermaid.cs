using System.Globalization;
using System.Text;
using System.Text.Json;
using JsonValues;
using Lake.Counting;
using VisitStatus = StatesLanguage.VisitStatus;

namespace Local.Drawing;

/// <summary>
/// An execution's graph as Mermaid text (<c>flowchart TD</c>): Maps and branches as subgraphs, statuses as classes.
/// Shown as a picture wherever Markdown is.
/// </summary>
internal sealed class Mermaid
{
    // White on these, and these on white, is readable; Mermaid has no way to follow a page's dark colours.
    private const string Classes = """
            classDef default fill:#ffffff,stroke:#8592a1,color:#16202e
            classDef succeeded fill:#eaf6ef,stroke:#1a7f4b,color:#16202e
            classDef failed fill:#fdeeee,stroke:#c62f3b,color:#16202e
            classDef caught fill:#fdf2e4,stroke:#b25a00,color:#16202e
            classDef running fill:#eaf2fd,stroke:#1f66d1,color:#16202e
            classDef aborted fill:#f1f3f6,stroke:#66717f,color:#16202e,stroke-dasharray:5 3

        """;

    private static readonly Dictionary<VisitStatus, string> Marks = new()
    {
        [VisitStatus.Succeeded] = "✓",
        [VisitStatus.Failed] = "✕",
        [VisitStatus.Caught] = "!",
        [VisitStatus.Running] = "▶",
        [VisitStatus.Aborted] = "–",
    };

    // A label of a transition that is longer hides the graph.
    private const int LongestLabel = 60;

    private readonly StringBuilder text = new("flowchart TD\n");
    private readonly StringBuilder statuses = new();
    private readonly Dictionary<string, StateSummary> summaries;
    private int ids;

    private Mermaid(IReadOnlyList<StateSummary> states) => summaries = states.ToDictionary(state => state.Name);

    /// <param name="definition">The definition, which may be incomplete: missing states and members that are not states are left out.</param>
    public static string Of(Json definition, IReadOnlyList<StateSummary> states)
    {
        var mermaid = new Mermaid(states);
        mermaid.Machine(definition);
        return mermaid.text.ToString();
    }

    private void Machine(Json definition)
    {
        var names = Container(definition, "    ");
        Line("    ", "start([Start])");
        if (names.TryGetValue(definition.FindText("StartAt") ?? "", out var first))
        {
            Line("    ", $"start --> {first}");
        }

        foreach (var (name, state) in StatesOf(definition).Where(one => Ends(one.State)))
        {
            Line("    ", $"{names[name]} --> finish([End])");
        }

        text.Append(statuses).Append(Classes);
    }

    /// <returns>The id of each state by its name.</returns>
    private Dictionary<string, string> Container(Json? definition, string indent)
    {
        var states = StatesOf(definition).ToList();
        var names = states.ToDictionary(
            one => one.Name, _ => string.Create(CultureInfo.InvariantCulture, $"s{ids++}"), StringComparer.Ordinal);
        foreach (var (name, state) in states)
        {
            Node(names[name], name, state, indent);
        }

        foreach (var (name, state) in states)
        {
            Edges(names, name, state, indent);
        }

        return names;
    }

    private void Node(string id, string name, JsonObject state, string indent)
    {
        var summary = summaries.GetValueOrDefault(name);
        var inside = Inside(state);
        if (inside.Count == 0)
        {
            var label = Quoted(string.Join('\n', Words(name, state, summary)));
            Line(indent, Text(state["Type"]) == "Choice" ? $"{id}{{{{{label}}}}}" : $"{id}[{label}]");
        }
        else
        {
            // Mermaid leaves room for one line.
            Line(indent, $"subgraph {id}[{Quoted(string.Join(" · ", Words(name, state, summary)))}]");
            Line(indent, "    direction TB");
            foreach (var (container, index) in inside.Select((container, index) => (container, index)))
            {
                Inside(id, container, inside.Count > 1 ? index + 1 : null, indent + "    ");
            }

            Line(indent, "end");
        }

        if (summary is not null)
        {
            statuses.Append($"    class {id} {JsonNamingPolicy.CamelCase.ConvertName(summary.Status.ToString())}\n");
        }
    }

    private void Inside(string id, Json? container, int? branch, string indent)
    {
        if (branch is null)
        {
            Container(container, indent);
            return;
        }

        Line(indent, $"subgraph {id}b{branch}[\"Branch {branch}\"]");
        Line(indent, "    direction TB");
        Container(container, indent + "    ");
        Line(indent, "end");
    }

    private static IEnumerable<string> Words(string name, JsonObject state, StateSummary? summary)
    {
        yield return summary is null ? name : $"{Marks[summary.Status]} {name}";
        yield return Text(state["Resource"])?.Replace("arn:aws:states:::", "", StringComparison.Ordinal)
            ?? Text(state["Type"]) ?? "?";
        if (summary?.Items is { } items)
        {
            yield return $"{Counts.Number(items.Succeeded)} of {Counts.Things(items.Total, "item")}";
        }
    }

    private void Edges(Dictionary<string, string> names, string name, JsonObject state, string indent)
    {
        void Edge(string arrow, Json? target, string? label = null)
        {
            if (names.TryGetValue(Text(target) ?? "", out var id))
            {
                Line(indent, $"{names[name]} {arrow}{(label is null ? "" : $"|{Quoted(Shorten(label))}|")} {id}");
            }
        }

        if (Text(state["Type"]) == "Choice")
        {
            foreach (var rule in List(state["Choices"]))
            {
                Edge("-->", (rule as JsonObject)?["Next"], ChoiceWording.Of(rule));
            }

            Edge("-->", state["Default"], "Default");
        }
        else
        {
            Edge("-->", state["Next"]);
        }

        foreach (var catcher in List(state["Catch"]).OfType<JsonObject>())
        {
            Edge("-.->", catcher["Next"], $"Catch {string.Join(", ", List(catcher["ErrorEquals"]).Select(Text))}");
        }
    }

    private static string Shorten(string label) =>
        label.Length <= LongestLabel ? label : $"{label[..LongestLabel].TrimEnd()} …";

    private static IEnumerable<(string Name, JsonObject State)> StatesOf(Json? definition) =>
        (definition?.Find("States") as JsonObject ?? JsonObject.Empty)
        .Select(state => (state.Key, state.Value as JsonObject ?? JsonObject.Empty));

    private static List<Json?> Inside(JsonObject state) => Text(state["Type"]) switch
    {
        "Parallel" => [.. List(state["Branches"])],
        // Iterator is the older name of ItemProcessor.
        "Map" => [state["ItemProcessor"] ?? state["Iterator"]],
        _ => [],
    };

    private static bool Ends(JsonObject state) =>
        Text(state["Type"]) is "Succeed" or "Fail"
        || state["End"] is JsonBoolean { Value: true };

    private static JsonArray List(Json? value) => value as JsonArray ?? JsonArray.Empty;

    private static string? Text(Json? value) => (value as JsonString)?.Value;

    /// <summary>A label; what Mermaid or the HTML it becomes would read as theirs is written as entities.</summary>
    private static string Quoted(string label)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in label)
        {
            quoted.Append(character switch
            {
                '\n' => "<br/>",
                < ' ' => " ",
                '#' or '&' or '<' or '>' or '"' or '`' or '\\' or '{' or '}' or '|' or ';' or '*' or '_' =>
                    string.Create(CultureInfo.InvariantCulture, $"#{(int)character};"),
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private void Line(string indent, string line) => text.Append(indent).Append(line).Append('\n');
}
