using System.Security.Cryptography;
using System.Text;

namespace Local.Report;

/// <summary>The report as one HTML file that needs no other file and no host.</summary>
internal static class ReportPage
{
    private static readonly string Style = Resource("shared.css") + Resource("report.css");
    private static readonly string Script = Resource("tables.mjs") + Resource("report.mjs");

    // The page runs this one script and nothing else, whatever the data holds.
    private static readonly string ScriptHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)));

    public static string Of(ReportModel model)
    {
        var (execution, graph, planning, road) = model;
        return Html.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{ScriptHash}'; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="color-scheme" content="light dark">
            <title>{execution.Name} · {execution.Status.ToLowerInvariant()}</title>
            <link rel="icon" href="data:,">
            <style>{Html.Trusted(Style)}</style>
            </head>
            <body>
            {Heading(execution)}
            <main>
            {(planning is null ? Html.Empty : KeyFigures.Of(planning))}
            {GraphSection.Of(graph)}
            {(planning is null ? Html.Empty : LowStockTable.Of(planning))}
            {(planning is null ? Html.Empty : RoutesSection.Of(planning))}
            {(road is null ? Html.Empty : RoadSection.Of(road))}
            </main>
            <script type="module">{Html.Trusted(Script)}</script>
            </body>
            </html>

            """).ToString();
    }

    private static Html Heading(ExecutionFacts execution) => Html.Of($"""
        <header class="page">
        <p class="eyebrow">Execution</p>
        <h1>{execution.Name}</h1>
        <p class="facts"><span class="chip {StatusClass(execution.Status)}">{execution.Status}</span>
        <span>started <time datetime="{execution.StartedAt:O}">{Wording.Moment(execution.StartedAt)}</time></span>
        {(execution.Duration is { } duration ? Html.Of($"<span>took {Wording.Duration(duration)}</span>") : Html.Empty)}</p>
        {Trouble(execution)}
        </header>
        """);

    private static Html Trouble(ExecutionFacts execution) => execution.Error is null
        ? Html.Empty
        : Html.Of($"""<div class="trouble" role="note"><strong>{execution.Error}</strong><p>{execution.Cause}</p></div>""");

    private static string StatusClass(string status) => status switch
    {
        "SUCCEEDED" => "succeeded",
        "RUNNING" or "PENDING_REDRIVE" => "running",
        "ABORTED" => "aborted",
        _ => "failed",
    };

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(ReportPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
