using System.Text.Json;
using JsonValues;
using Lake.Counting;
using Local.Drawing;

namespace Local.Report;

/// <summary>The execution graph, with what is known of each state beside it and as a table below.</summary>
internal static class GraphSection
{
    public static Html Of(ExecutionGraph graph) => Html.Of($"""
        <section aria-labelledby="graph">
        <h2 id="graph">Execution graph</h2>
        <div class="graph">
        <div class="frame" tabindex="0" role="region" aria-label="Graph, scrolls">{Html.Trusted(graph.Picture)}</div>
        <aside aria-label="State" aria-live="polite">
        <p class="hint">Choose a state for its input, output, times and retries.</p>
        {graph.States.Select(Panel)}
        </aside>
        </div>
        <div class="scroll">
        <table>
        <caption>States entered</caption>
        <thead><tr><th scope="col">State</th><th scope="col">Status</th><th scope="col" class="number">Entered</th><th scope="col" class="number">Retries</th><th scope="col" class="number">Time</th><th scope="col">Items</th></tr></thead>
        <tbody>
        {graph.States.Select(Row)}
        </tbody>
        </table>
        </div>
        </section>
        """);

    private static Html Row(StateSummary state) => Html.Of($"""
        <tr><th scope="row">{state.Name}</th><td>{Chip(state)}</td><td class="number">{state.Entered:N0}</td><td class="number">{state.Retries:N0}</td><td class="number">{Time(state)}</td><td>{Items(state)}</td></tr>

        """);

    private static Html Panel(StateSummary state) => Html.Of($"""
        <article data-of="{state.Name}" hidden>
        <h3>{state.Name}</h3>
        <p>{Chip(state)}</p>
        <dl>
        <div><dt>First entered</dt><dd>{Wording.Moment(state.FirstEntered)}</dd></div>
        <div><dt>Time</dt><dd>{Time(state)}</dd></div>
        <div><dt>Entered</dt><dd>{Times(state.Entered)}</dd></div>
        <div><dt>Retries</dt><dd>{state.Retries:N0}</dd></div>
        {(Items(state) is { Length: > 0 } items ? Html.Of($"<div><dt>Items</dt><dd>{items}</dd></div>") : Html.Empty)}
        </dl>
        {Text("Error", state.Error is null ? null : $"{state.Error}\n{state.Cause}".TrimEnd())}
        {Text(state.Entered > 1 ? "Last input" : "Input", Indented(state.Input))}
        {Text(state.Entered > 1 ? "Last output" : "Output", Indented(state.Output))}
        </article>

        """);

    private static Html Chip(StateSummary state)
    {
        var status = state.Status.ToString();
        return Html.Of($"<span class=\"chip {status.ToLowerInvariant()}\">{status}</span>");
    }

    private static string Time(StateSummary state) => state.Duration is { } duration ? Wording.Duration(duration) : "–";

    private static string Times(int entered) => entered switch
    {
        1 => "once",
        2 => "twice",
        _ => $"{Counts.Number(entered)} times",
    };

    private static string Items(StateSummary state)
    {
        if (state.Items is not { } items)
        {
            return "";
        }

        var parts = new (long Count, string Name)[]
        {
            (items.Failed, "failed"), (items.Aborted, "aborted"), (items.Running, "running"), (items.Pending, "pending"),
        };
        var rest = string.Concat(parts.Where(part => part.Count > 0).Select(part => $", {Counts.Number(part.Count)} {part.Name}"));
        var children = state.Children is { } runs ? $" in {Counts.Things(runs.Total, "child execution")}" : "";
        return $"{Counts.Number(items.Succeeded)} of {Counts.Number(items.Total)} succeeded{rest}{children}";
    }

    private static Html Text(string name, string? text) => text is null
        ? Html.Empty
        : Html.Of($"<h4>{name}</h4><pre tabindex=\"0\">{text}</pre>\n");

    /// <summary>JSON with its members on lines of their own; other text, or JSON that was cut, as it is.</summary>
    private static string? Indented(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, PlainJson.Document);
            return JsonSerializer.Serialize(document.RootElement, PlainJson.Indented);
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
