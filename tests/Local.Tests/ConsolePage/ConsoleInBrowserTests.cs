using Local.Dispatching;
using Local.Sqs;
using Tests.Shared;

namespace Local.Tests.ConsolePage;

public sealed class ConsoleInBrowserTests
{
    // A browser that hangs must not hold up the others.
    private const int MostMilliseconds = 120_000;

    private const string RestThenGreet = """
        {
          "StartAt": "Rest",
          "States": {
            "Rest": { "Type": "Wait", "Seconds": 60, "Next": "Greet" },
            "Greet": { "Type": "Pass", "Result": { "greeting": "Hello" }, "End": true }
          }
        }
        """;

    private const string RestThenBreak = """
        {
          "StartAt": "Rest",
          "States": {
            "Rest": { "Type": "Wait", "Seconds": 60, "Next": "Break" },
            "Break": { "Type": "Fail", "Error": "Broken", "Cause": "It broke." }
          }
        }
        """;

    private const string RestingChildren = """
        {"StartAt":"Each","States":{"Each":{"Type":"Map","End":true,"ItemProcessor":{
          "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"Rest","States":{
            "Rest":{"Type":"Wait","Timestamp":"2026-11-20T10:00:00Z","End":true} } } } } }
        """;

    private readonly ManualTime clock = new();

    [Fact(Timeout = MostMilliseconds)]
    public async Task States_turn_green_as_they_run()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync(await console.StartAsync(RestThenGreet), "trial");
        await console.UntilStateAsync("Rest", "running");
        var frame = await console.EvaluateAsync("document.querySelector('.asl-graph').getAttribute('viewBox')");
        await console.EvaluateAsync("document.querySelector('[data-state=Rest]').focus()");

        clock.Advance(TimeSpan.FromSeconds(60));

        await console.UntilStateAsync("Greet", "succeeded");
        await console.UntilAsync("document.querySelector('.facts .chip')?.textContent === 'Succeeded'");
        await console.UntilAsync("document.title === 'trial · succeeded · Streaming Analytics'");
        Assert.Equal("{\n  \"greeting\": \"Hello\"\n}", await console.TextAsync("aside pre:last-of-type"));

        // The picture changed under the person who looks at it, and neither it nor the focus moved.
        Assert.Equal((string)frame!, (string)(await console.EvaluateAsync("document.querySelector('.asl-graph').getAttribute('viewBox')"))!);
        Assert.Equal("Rest", (string)(await console.EvaluateAsync("document.activeElement.dataset.state"))!);
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task A_failed_state_says_why_and_is_redriven()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync(await console.StartAsync(RestThenBreak), "trial");
        clock.Advance(TimeSpan.FromSeconds(60));
        await console.UntilAsync("document.querySelector('aside h2')?.textContent === 'Break'");
        Assert.Equal("Broken\n\nIt broke.", await console.TextAsync("aside .trouble"));

        await console.PressAsync("Redrive");

        await console.UntilAsync("document.querySelector('.facts')?.innerText.includes('redriven once')");
        await console.UntilAsync("[...document.querySelectorAll('.paged th')].some(cell => cell.textContent === 'ExecutionRedriven')");
        await console.UntilStateAsync("Break", "failed");
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task A_running_execution_is_stopped()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync(await console.StartAsync(RestThenGreet), "trial");

        await console.PressAsync("Stop");
        await console.UntilAsync("document.querySelector('dialog')");
        await console.PressAsync("Stop execution");

        await console.UntilAsync("document.querySelector('.facts .chip')?.textContent === 'Aborted'");
        await console.UntilStateAsync("Rest", "aborted");
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task A_key_opens_a_state_and_its_events()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync(await console.StartAsync(RestThenGreet), "trial");

        await console.EvaluateAsync(
            "document.querySelector('[data-state=Rest]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))");
        await console.UntilAsync("document.querySelector('aside h2').textContent === 'Rest'");
        await console.PressAsync("Show them in the table");

        Assert.Equal("WaitStateEntered", await console.TextAsync("[aria-labelledby=events] tbody th"));
        Assert.Equal("1 of 2 events", await console.TextAsync("[aria-labelledby=events] .found"));
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task Findings_stand_at_their_place_until_the_definition_is_right()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync("edit", "Create state machine");
        await console.TypeAsync("#machine-name", "Greeter");

        await console.TypeAsync("textarea", RestThenGreet.Replace("\"Greet\",", "\"Great\",", StringComparison.Ordinal)
            .Replace("\"Next\": \"Greet\"", "\"Next\": \"Great\"", StringComparison.Ordinal));
        await console.UntilAsync("document.querySelector('.faults')?.innerText.includes(\"Missing 'Next' target: Great\")");
        Assert.Equal("4", await console.TextAsync(".gutter .marked"));

        await console.TypeAsync("textarea", RestThenGreet);
        await console.UntilAsync("document.querySelector('.found').textContent === 'The definition is valid'");
        await console.PressAsync("Create");
        await console.UntilAsync("document.querySelector('h1')?.textContent === 'Greeter'");
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task The_products_state_machine_is_copied_and_not_changed()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync("machine/arn:aws:states:us-east-1:000000000000:stateMachine:StorePlanning", "StorePlanning");
        Assert.Equal("Copy\nStart execution", await console.TextAsync(".actions"));

        await console.EvaluateAsync("document.querySelector('a[href^=\"#/copy/\"]').click()");
        await console.UntilAsync("document.querySelector('h1')?.textContent === 'Copy StorePlanning'");
        await console.PressAsync("Create");

        await console.UntilAsync("document.querySelector('h1')?.textContent === 'StorePlanning-copy'");
        Assert.Equal("Delete\nEdit\nCopy\nStart execution", await console.TextAsync(".actions"));
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task Children_of_a_map_run_are_shown_as_they_run()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync(await console.StartAsync(RestingChildren, "[1,2]"), "trial");
        await console.UntilAsync("document.querySelectorAll('.map-run tbody [data-status=RUNNING]').length === 2");
        await console.UntilStateAsync("Rest", "running");

        clock.Advance(TimeSpan.FromHours(1));

        await console.UntilAsync("document.querySelectorAll('.map-run tbody [data-status=SUCCEEDED]').length === 2");
        await console.UntilStateAsync("Rest", "succeeded");
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task Input_that_is_no_JSON_starts_nothing()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.PressAsync("Start execution");
        await console.UntilAsync("document.querySelector('dialog')");

        await console.TypeAsync("dialog textarea", "{\n  \"asOf\": 2026-11-20\n}");
        await console.PressAsync("Start execution");

        Assert.Equal("Line 2, column 15 expected ',' or '}', found '-11-20'", await console.TextAsync("dialog .faults"));
        Assert.Equal("The input is not JSON yet.", await console.TextAsync("dialog .trouble"));
        Assert.Empty(console.Stage.Executions.List());
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task Executions_are_found_by_name_and_status_and_new_ones_appear()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        Assert.Equal("No execution fits.", await console.TextAsync("tbody"));

        await console.StartAsync(RestThenGreet);

        await console.UntilAsync("document.querySelector('tbody a')?.textContent === 'trial'");
        await console.TypeAsync("[type=search]", "other");
        Assert.Equal("No execution fits.", await console.TextAsync("tbody"));
        Assert.Equal("0 of 1 execution", await console.TextAsync(".found"));
        await console.TypeAsync("[type=search]", "RIA");
        await console.TypeAsync("[aria-label=Status]", "RUNNING");
        Assert.Equal("1 execution", await console.TextAsync(".found"));
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task A_query_answers_with_rows_or_with_what_is_wrong_with_it()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync("query", "Query");

        await console.TypeAsync("#sql", "SELECT n, CAST(NULL AS varchar) AS nothing FROM (VALUES (1), (2)) AS numbers (n) ORDER BY n");
        await console.PressAsync("Run");
        await console.UntilAsync("document.querySelector('.rows td')");
        Assert.Equal("Result\nn\tnothing\n1\tnull\n2\tnull", await console.TextAsync(".rows table"));

        await console.TypeAsync("#sql", "SELECT nothing FROM stores");
        await console.PressAsync("Run");
        await console.UntilAsync("document.querySelector('.answer .trouble')");
        Assert.Equal("COLUMN_NOT_FOUND: line 1:8: Column 'nothing' cannot be resolved", await console.TextAsync(".answer .trouble"));
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task Dead_letters_are_looked_at_and_sent_back()
    {
        await using var console = await OpenConsole.OpenAsync();
        await console.GoAsync("queues", "Queues");
        var deliveries = console.Stage.Queues.Get(DeliveryQueues.Deliveries);
        await deliveries.SendAsync(new NewMessage("{\"delivery_id\":\"d-1\"}"));
        await console.UntilAsync("document.querySelector('#queue-DeliveryQueue').closest('.queue').querySelector('summary')");

        for (var receive = 0; receive <= deliveries.Settings.Redrive!.MaxReceiveCount; receive++)
        {
            await deliveries.ReceiveAsync(visibilityTimeout: TimeSpan.Zero, cancellation: TestContext.Current.CancellationToken);
        }

        await console.UntilAsync("document.querySelector('#queue-DeliveryDeadLetters').closest('.queue').querySelector('summary')?.textContent === '{\"delivery_id\":\"d-1\"}'");
        Assert.Equal(5, console.Stage.Queues.Get(DeliveryQueues.DeadLetters).Peek().Single().Receives);
        await console.PressAsync("Redrive");
        await console.UntilAsync("document.querySelector('#queue-DeliveryQueue').closest('.queue').querySelector('summary')");
        Assert.Empty(console.Stage.Queues.Get(DeliveryQueues.DeadLetters).Peek());
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task Data_never_becomes_markup()
    {
        const string Evil = "<img src=x onerror=alert(1)><script>alert(1)</script>";
        await using var console = await OpenConsole.OpenAsync(clock);
        var place = await console.StartAsync(
            $$"""{ "Comment": "{{Evil}}", "StartAt": "<b>&amp;</b>", "States": { "<b>&amp;</b>": { "Type": "Fail", "Error": "{{Evil}}", "Cause": "{{Evil}}" } } }""",
            $$"""{ "{{Evil}}": "{{Evil}}" }""");

        await console.GoAsync(place, "trial");
        await console.UntilAsync("document.querySelector('aside h2')?.textContent === '<b>&amp;</b>'");

        Assert.Equal(0, (int)(await console.EvaluateAsync("document.querySelectorAll('main :is(b, img, script)').length"))!);
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task A_page_that_was_gone_to_has_the_focus_and_no_frame()
    {
        await using var console = await OpenConsole.OpenAsync(clock);

        // To who uses the keyboard, a browser shows what has the focus.
        await console.TabAsync();
        await console.GoAsync("machines", "State machines");

        Assert.Equal("content", (string)(await console.EvaluateAsync("document.activeElement.id"))!);
        Assert.Equal("none", (string)(await console.EvaluateAsync("getComputedStyle(document.activeElement).outlineStyle"))!);
    }
}
