using System.Text.RegularExpressions;
using Local.ConsolePage;
using Local.Tests.Cli;

namespace Local.Tests.ConsolePage;

/// <summary>Every page of the console against the rules of axe-core.</summary>
public sealed partial class AccessibilityTests : IDisposable
{
    // A browser that hangs must not hold up the others.
    private const int MostMilliseconds = 120_000;

    // It takes the tip of a drawn state, which SVG calls its title, for text that is seen.
    private const string Options = """{ resultTypes: ['violations'], rules: { 'label-content-name-mismatch': { enabled: false } } }""";

    private static readonly string Axe = Path.Combine(AppContext.BaseDirectory, "axe.min.js");

    private readonly LocalProgram program = new();

    [Fact(Timeout = MostMilliseconds)]
    public async Task No_page_breaks_a_rule()
    {
        Assert.SkipUnless(File.Exists(Axe), "axe-core could not be fetched from npm when the tests were built, so no page was checked with it.");
        await program.StoresAsync();
        await program.StartAsync();
        await program.JsonAsync("trucks");
        await program.StartAsync();
        await using var console = await OpenConsole.OpenAsync(data: program.Data);
        var executions = console.Stage.Executions.List().Select(execution => Uri.EscapeDataString(execution.ExecutionArn)).ToList();
        const string Machine = "arn:aws:states:us-east-1:000000000000:stateMachine:StorePlanning";
        string[] places =
        [
            "machines", "executions", $"execution/{executions[1]}", $"execution/{executions[0]}?state=PlanStores&view=definition", $"machine/{Machine}",
            "edit", $"copy/{Machine}", $"compare/{executions[0]}?with={executions[1]}", "dispatch", "queues", "fleet", "shops", "alerts", "streams", "query", "prices", "warehouse",
        ];
        var pages = PageNames().Matches(File.ReadAllText(ConsoleFiles.All.Find("/console/main.mjs")!.Path)).Select(page => page.Groups[1].Value);
        Assert.Equal(pages.Order(), places.Select(place => place.Split('/', '?')[0]).Distinct().Order());
        await console.EvaluateAsync(await File.ReadAllTextAsync(Axe, TestContext.Current.CancellationToken));

        foreach (var place in places)
        {
            await console.EvaluateAsync($"document.querySelector('h1').textContent = ''; location.hash = '#/{place}'");
            await console.UntilAsync("document.querySelector('h1')?.textContent && !document.querySelector('[aria-busy]')");
            var broken = await console.EvaluateAsync(
                $"axe.run(document, {Options}).then(found => found.violations.map(rule => `${{rule.id}}: ${{rule.nodes.map(node => node.html).join(' | ')}}`).join('\\n'))");
            Assert.Equal((place, ""), (place, (string)broken!));
        }

        Assert.Empty(console.Complaints);
    }

    public void Dispose() => program.Dispose();

    [GeneratedRegex(@"^  (\w+): \w+Page,", RegexOptions.Multiline)]
    private static partial Regex PageNames();
}
