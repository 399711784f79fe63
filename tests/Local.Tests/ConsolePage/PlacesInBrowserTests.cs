using Tests.Shared;

namespace Local.Tests.ConsolePage;

/// <summary>What a page shows stands in its address, and what goes away comes back.</summary>
public sealed class PlacesInBrowserTests
{
    // A browser that hangs must not hold up the others.
    private const int MostMilliseconds = 120_000;

    private const string TwoSteps = """
        {
          "StartAt": "First",
          "States": {
            "First": { "Type": "Pass", "Next": "Second" },
            "Second": { "Type": "Wait", "Seconds": 60, "End": true }
          }
        }
        """;

    private readonly ManualTime clock = new();

    [Fact(Timeout = MostMilliseconds)]
    public async Task Filters_and_order_stand_in_the_address_and_Back_takes_them_back()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.StartAsync(TwoSteps);
        await console.UntilAsync("document.querySelector('tbody a')?.textContent === 'trial'");

        await console.TypeAsync("[aria-label=Status]", "FAILED");
        Assert.Equal("#/executions?status=FAILED", await AddressAsync(console));
        Assert.Equal("No execution fits.", await console.TextAsync("tbody"));
        await console.PressAsync("Started");
        Assert.Equal("#/executions?status=FAILED&sort=Started", await AddressAsync(console));
        Assert.Equal("ascending", (string)(await console.EvaluateAsync("document.querySelector('[aria-sort]').ariaSort"))!);

        await console.EvaluateAsync("history.back()");
        await console.UntilAsync("!document.querySelector('[aria-sort]')");
        await console.EvaluateAsync("history.back()");
        await console.UntilAsync("document.querySelector('tbody a')?.textContent === 'trial'");
        Assert.Equal("", (string)(await console.EvaluateAsync("document.querySelector('[aria-label=Status]').value"))!);
        Assert.Empty(console.Complaints);
    }

    [Theory(Timeout = MostMilliseconds)]
    [InlineData("executions?q=TRI&status=RUNNING", "1 execution")]
    [InlineData("executions?q=other", "0 of 1 execution")]
    [InlineData("executions?from=2026-11-20T00:00:00.000Z&to=2026-11-21T00:00:00.000Z", "1 execution")]
    [InlineData("executions?from=2026-11-21T00:00:00.000Z", "0 of 1 execution")]
    [InlineData("executions?to=2026-11-20T00:00:00.000Z", "0 of 1 execution")]
    [InlineData("executions?machine=arn:aws:states:us-east-1:000000000000:stateMachine:StorePlanning", "0 of 1 execution")]
    public async Task A_link_that_was_sent_shows_what_it_showed(string place, string found)
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.StartAsync(TwoSteps);

        await console.GoAsync(place, "Executions");

        await console.UntilAsync($"document.querySelector('.found').textContent === '{found}'");
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task The_chosen_state_and_its_place_in_the_definition_outlive_a_reload()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        var place = await console.StartAsync(TwoSteps);
        await console.GoAsync(place, "trial");
        await console.EvaluateAsync("document.querySelector('[data-state=First]').dispatchEvent(new MouseEvent('click', { bubbles: true }))");
        await console.UntilAsync("document.querySelector('aside h2')?.textContent === 'First'");
        await console.PressAsync("Definition");
        Assert.Equal($"#/{place}?state=First&view=definition", await AddressAsync(console));

        await console.EvaluateAsync("location.reload()");
        await console.UntilAsync("document.querySelector('aside mark')");

        Assert.StartsWith("\"First\": {", (await console.TextAsync("aside mark")).Trim(), StringComparison.Ordinal);
        await console.EvaluateAsync("history.back()");
        await console.UntilAsync("document.querySelector('aside h2')?.checkVisibility() && document.querySelector('aside h2').textContent === 'First'");
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task Times_have_their_zone_and_may_be_in_UTC()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.StartAsync(TwoSteps);
        await console.UntilAsync("document.querySelector('tbody time')");

        await console.PressAsync("Local time");
        await console.UntilAsync("document.querySelector('tbody time')?.textContent.endsWith('UTC')");

        await console.EvaluateAsync("location.reload()");
        await console.UntilAsync("document.querySelector('tbody time')?.textContent.endsWith('UTC')");
        Assert.Equal("UTC", await console.TextAsync(".zone"));
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task The_machine_that_was_started_last_is_offered_first()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.StartAsync(TwoSteps);
        await console.GoAsync("executions", "Executions");
        await console.PressAsync("Start execution");
        Assert.EndsWith(":StorePlanning", await ChosenMachineAsync(console), StringComparison.Ordinal);
        await console.TypeAsync("#start-machine", "arn:aws:states:us-east-1:000000000000:stateMachine:Trial");
        await console.TypeAsync("#start-name", "second");
        await console.PressAsync("Start execution");
        await console.UntilAsync("document.querySelector('h1')?.textContent === 'second'");

        await console.GoAsync("executions", "Executions");
        await console.PressAsync("Start execution");

        Assert.EndsWith(":Trial", await ChosenMachineAsync(console), StringComparison.Ordinal);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task The_page_goes_on_by_itself_when_the_server_is_back_and_what_it_complained_of_is_gone()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.StartAsync(TwoSteps);
        await console.UntilAsync("document.querySelector('tbody a')?.textContent === 'trial'");

        await console.RestartAsync(async () =>
        {
            await console.UntilAsync("document.querySelector('.live').textContent === 'Reconnecting'");
            await console.PressAsync("Start execution");
            await console.UntilAsync("document.querySelector('.announcements .trouble')?.textContent.startsWith('The server does not answer.')");
            await console.EvaluateAsync("location.hash = '#/machines'");
            await console.UntilAsync("document.querySelector('h1')?.textContent === 'This cannot be shown'");
        });

        await console.UntilAsync("document.querySelector('h1')?.textContent === 'State machines'");
        await console.UntilAsync("document.querySelector('.live').textContent === 'Live'");
        await console.UntilAsync("!document.querySelector('.announcements .trouble')");
    }

    private static async Task<string> AddressAsync(OpenConsole console) => (string)(await console.EvaluateAsync("location.hash"))!;

    private static async Task<string> ChosenMachineAsync(OpenConsole console)
    {
        await console.UntilAsync("document.querySelector('#start-machine')");
        return (string)(await console.EvaluateAsync("document.querySelector('#start-machine').value"))!;
    }
}
