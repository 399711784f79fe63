using System.Text.RegularExpressions;
using Local.ConsolePage;

namespace Local.Tests.ConsolePage;

/// <summary>Every page of the console: the rules of axe-core, the keyboard, and a small screen.</summary>
public sealed partial class AccessibilityTests(PlannedFolder folder) : IClassFixture<PlannedFolder>
{
    // A browser that hangs must not hold up the others.
    private const int MostMilliseconds = 120_000;

    // It takes the tip of a drawn state, which SVG calls its title, for text that is seen.
    private const string Options = """{ resultTypes: ['violations'], rules: { 'label-content-name-mismatch': { enabled: false } } }""";

    private static readonly string Axe = Path.Combine(AppContext.BaseDirectory, "axe.min.js");

    // Which elements a press of Tab must come to, and whether each looks different while it has the focus: compared are the
    // element and its card or frame, which some have.
    private const string Walk = """
        (() => {
          const still = new CSSStyleSheet();
          still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important }');
          document.adoptedStyleSheets = [still];
          const properties = ['outlineStyle', 'outlineWidth', 'boxShadow', 'borderColor', 'stroke', 'strokeWidth', 'left'];
          const lookOf = element => [element, element.querySelector(':scope > .card'), element.closest('.editor-text')]
            .map(part => part && properties.map(name => getComputedStyle(part)[name]).join()).join('|');
          let before;
          document.addEventListener('focusin', ({ target }) => {
            if (before && before.element !== target && before.element.isConnected && lookOf(before.element) === before.look) {
              walk.unseen.push(before.element.outerHTML.slice(0, 120));
            }
            walk.visited.add(target);
            before = { element: target, look: lookOf(target) };
          });
          const stops = () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
            .filter(element => element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true }));
          globalThis.walk = {
            // A field of a date has several stops in it; one more brings the focus away from the last.
            begin() {
              before = undefined;
              [walk.unseen, walk.visited] = [[], new Set()];
              document.querySelector('.skip').focus();
              return stops().length + 6 * document.querySelectorAll('input[type^=date]').length + 1;
            },
            faults: () => [
              ...stops().filter(element => !walk.visited.has(element)).map(element => `never reached: ${element.outerHTML.slice(0, 120)}`),
              ...walk.unseen.map(markup => `the focus is not seen: ${markup}`),
            ].join('\n'),
          };
        })()
        """;

    [Fact(Timeout = MostMilliseconds)]
    public async Task No_page_breaks_a_rule()
    {
        Assert.SkipUnless(File.Exists(Axe), "axe-core could not be fetched from npm when the tests were built, so no page was checked with it.");
        await using var console = await OpenConsole.OpenAsync(data: folder.Data);
        await console.EvaluateAsync(await File.ReadAllTextAsync(Axe, TestContext.Current.CancellationToken));

        foreach (var place in Places(console))
        {
            await GoAsync(console, place);
            var broken = await console.EvaluateAsync(
                $"axe.run(document, {Options}).then(found => found.violations.map(rule => `${{rule.id}}: ${{rule.nodes.map(node => node.html).join(' | ')}}`).join('\\n'))");
            Assert.Equal((place, ""), (place, (string)broken!));
        }

        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task Tab_comes_to_everything_on_every_page_and_the_focus_is_seen()
    {
        await using var console = await OpenConsole.OpenAsync(data: folder.Data);
        await console.EvaluateAsync(Walk);

        foreach (var place in Places(console))
        {
            await GoAsync(console, place);
            for (var stops = (int)(await console.EvaluateAsync("walk.begin()"))!; stops > 0; stops--)
            {
                await console.TabAsync();
            }

            Assert.Equal((place, ""), (place, (string)(await console.EvaluateAsync("walk.faults()"))!));
        }
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task On_a_phone_no_page_scrolls_sideways_even_with_text_of_twice_the_size()
    {
        await using var console = await OpenConsole.OpenAsync(data: folder.Data);
        await console.PhoneAsync();

        foreach (var size in new[] { "", "200%" })
        {
            await console.EvaluateAsync($"document.documentElement.style.fontSize = '{size}'");
            foreach (var place in Places(console))
            {
                await GoAsync(console, place);
                Assert.Equal((size, place, 390), (size, place, (int)(await console.EvaluateAsync("document.scrollingElement.scrollWidth"))!));
            }
        }
    }

    [Theory(Timeout = MostMilliseconds)]
    [InlineData("executions", "Start execution", "Start execution")]
    [InlineData("EXECUTION?state=FindLowStock", "Test this state", "Test FindLowStock")]
    [InlineData("EXECUTION", "Compare", "Compare EXECUTION")]
    public async Task A_dialog_opens_with_Enter_or_Space_keeps_the_focus_and_closes_with_Escape(string place, string button, string title)
    {
        await using var console = await OpenConsole.OpenAsync(data: folder.Data);
        var execution = console.Stage.Executions.List()[0];
        await GoAsync(console, "machines");
        await GoAsync(console, place.Replace("EXECUTION", $"execution/{Uri.EscapeDataString(execution.ExecutionArn)}", StringComparison.Ordinal));
        var opener = $"[...document.querySelectorAll('main button')].find(one => one.textContent === '{button}')";

        foreach (var (key, code, text) in new[] { ("Enter", 13, "\r"), (" ", 32, " ") })
        {
            await console.UntilAsync(opener);
            await console.EvaluateAsync($"{opener}.focus()");
            await console.KeyAsync(key, code, text);
            await console.UntilAsync("document.querySelector('dialog[open]')");
            Assert.Equal(title.Replace("EXECUTION", execution.Name, StringComparison.Ordinal), await console.TextAsync("dialog h2"));
            Assert.True((bool)(await console.EvaluateAsync("document.querySelector('dialog').contains(document.activeElement)"))!);

            await console.KeyAsync("Escape", 27);
            await console.UntilAsync("!document.querySelector('dialog')");
            Assert.Equal(button, (string)(await console.EvaluateAsync("document.activeElement.textContent"))!);
        }

        Assert.Empty(console.Complaints);
    }

    /// <summary>A place of every kind of page.</summary>
    private static string[] Places(OpenConsole console)
    {
        var executions = console.Stage.Executions.List().Select(execution => Uri.EscapeDataString(execution.ExecutionArn)).ToList();
        const string Machine = "arn:aws:states:us-east-1:000000000000:stateMachine:StorePlanning";
        string[] places =
        [
            "machines", "executions", $"execution/{executions[1]}", $"execution/{executions[0]}?state=PlanStores&view=definition", $"machine/{Machine}",
            "edit", $"copy/{Machine}", $"compare/{executions[0]}?with={executions[1]}", "dispatch", "queues", "fleet", "shops", "alerts", "streams", "query", "prices", "warehouse",
        ];
        var pages = PageNames().Matches(File.ReadAllText(ConsoleFiles.All.Find("/console/main.mjs")!.Path)).Select(page => page.Groups[1].Value);
        Assert.Equal(pages.Order(), places.Select(place => place.Split('/', '?')[0]).Distinct().Order());
        return places;
    }

    /// <summary>Goes to a page from another one, and has an execution's say what it planned.</summary>
    private static async Task GoAsync(OpenConsole console, string place)
    {
        await console.EvaluateAsync($"document.querySelector('h1').textContent = ''; location.hash = '#/{place}'");
        await console.UntilAsync("document.querySelector('h1')?.textContent && !document.querySelector('[aria-busy]')");
        if (place.StartsWith("execution/", StringComparison.Ordinal))
        {
            await console.PressAsync("Show what it planned");
            await console.UntilAsync("document.querySelector('#planned')");
        }
    }

    [GeneratedRegex(@"^  (\w+): \w+Page,", RegexOptions.Multiline)]
    private static partial Regex PageNames();
}
