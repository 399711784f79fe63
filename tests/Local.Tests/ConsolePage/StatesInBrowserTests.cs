using Tests.Shared;

namespace Local.Tests.ConsolePage;

/// <summary>What is seen of the states of an execution, of a map run's children and of two executions side by side.</summary>
public sealed class StatesInBrowserTests
{
    // A browser that hangs must not hold up the others.
    private const int MostMilliseconds = 120_000;

    private const string EachFails = """
        {"StartAt":"Prepare","States":{
          "Prepare":{"Type":"Pass","Result":[1,2],"Next":"Each"},
          "Each":{"Type":"Map","End":true,"ItemProcessor":{
            "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"Check","States":{
              "Check":{"Type":"Choice","Choices":[{"Variable":"$","NumericEquals":1,"Next":"Good"}],"Default":"Bad"},
              "Good":{"Type":"Pass","Result":"good","End":true},
              "Bad":{"Type":"Fail","Error":"Bad.Item","Cause":"The item is bad."} } } } } }
        """;

    private readonly ManualTime clock = new();

    [Fact(Timeout = MostMilliseconds)]
    public async Task States_stand_in_order_with_their_time_their_error_and_their_data()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync(await console.StartAsync(EachFails), "trial");
        await console.UntilAsync("document.querySelector('.facts .chip')?.textContent === 'Failed'");
        await console.UntilAsync("document.querySelector('[aria-labelledby=states] tbody tr:nth-child(2) td').textContent === 'Failed'");

        const string Row = "[aria-labelledby=states] tbody tr:nth-child";
        Assert.Equal("Prepare", await console.TextAsync($"{Row}(1) th"));
        Assert.Equal("States.ExceedToleratedFailureThreshold", await console.TextAsync($"{Row}(2) td:nth-child(7)"));
        Assert.Equal(2, (int)(await console.EvaluateAsync("document.querySelectorAll('[aria-labelledby=states] .span').length"))!);

        await console.EvaluateAsync($"document.querySelector('{Row}(1) td:last-child button').click()");
        await console.UntilAsync($"document.querySelectorAll('{Row}(1) pre').length === 2");
        Assert.Equal("[\n  1,\n  2\n]", await console.TextAsync($"{Row}(1) pre:last-of-type"));
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task A_failed_child_says_why_and_shows_its_own_states()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync(await console.StartAsync(EachFails), "trial");
        await console.UntilAsync("document.querySelectorAll('.map-run tbody [data-status=FAILED]').length === 1");

        Assert.Matches("^Items of Each: [01] of 2 succeeded, 1 failed", (string)(await console.EvaluateAsync("document.querySelector('.shares').getAttribute('aria-label')"))!);
        Assert.True((double)(await console.EvaluateAsync("document.querySelector('.shares .failed').width.baseVal.value"))! >= 500);
        const string Failed = "[...document.querySelectorAll('.map-run tbody tr')].find(row => row.textContent.includes('Bad.Item'))";
        Assert.Contains("The item is bad.", (string)(await console.EvaluateAsync($"{Failed}.innerText"))!, StringComparison.Ordinal);
        await console.EvaluateAsync($"{Failed}.querySelector('td:last-child button').click()");

        await console.UntilAsync($"{Failed}?.querySelectorAll('tbody tbody tr').length === 2");
        Assert.Equal("Check|Bad", (string)(await console.EvaluateAsync($"[...{Failed}.querySelectorAll('tbody tbody th')].map(cell => cell.textContent).join('|')"))!);
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task Two_executions_are_compared_state_by_state()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync(await console.StartAsync("""{"StartAt":"Say","States":{"Say":{"Type":"Pass","End":true}}}""", "1"), "trial");
        await console.UntilAsync("document.querySelector('.facts .chip')?.textContent === 'Succeeded'");
        await console.PressAsync("New execution");
        await console.TypeAsync("#start-name", "other");
        await console.TypeAsync("dialog textarea", "2");
        await console.PressAsync("Start execution");
        await console.UntilAsync("document.querySelector('h1')?.textContent === 'other'");
        await console.UntilAsync("document.querySelector('.facts .chip')?.textContent === 'Succeeded'");

        await console.PressAsync("Compare");
        await console.UntilAsync("document.querySelector('#compare-with')");
        await console.PressAsync("Compare");

        await console.UntilAsync("document.querySelector('h1')?.textContent === 'Two executions'");
        Assert.Equal("Say", await console.TextAsync("tbody th"));
        Assert.Equal("input, output", await console.TextAsync("tbody td:last-child"));
        Assert.Equal("2|1", (string)(await console.EvaluateAsync("[...document.querySelectorAll('[aria-label$=\": output\"]')].map(one => one.textContent).join('|')"))!);
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task A_state_is_tried_alone_with_an_input()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync("machine/arn:aws:states:us-east-1:000000000000:stateMachine:StorePlanning?state=CheckInput", "StorePlanning");

        await console.PressAsync("Test this state");
        await console.TypeAsync("dialog textarea", """{"asOf": 7}""");
        await console.PressAsync("Run the state");

        await console.UntilAsync("document.querySelector('dialog .facts')?.textContent === 'Succeedednext state RefuseInput'");
        Assert.Empty(console.Stage.Executions.List());
        Assert.Empty(console.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task A_query_has_an_address_a_file_a_name_and_an_end()
    {
        await using var console = await OpenConsole.OpenAsync(clock);
        await console.GoAsync("query", "Query");
        await console.TypeAsync("#sql", "SELECT 'a,b' AS text, 1 AS one");
        await console.PressAsync("Run");
        await console.UntilAsync("document.querySelector('.rows td')");
        Assert.Equal("\"text\",\"one\"\n\"a,b\",\"1\"\n", (string)(await console.EvaluateAsync("fetch(document.querySelector('a[download]').href).then(rows => rows.text())"))!);

        await console.PressAsync("Save …");
        await console.TypeAsync("#query-name", "Mine");
        await console.PressAsync("Save");
        await console.TypeAsync("#sql", "SELECT 2");
        await console.PressAsync("Mine");
        Assert.Equal("SELECT 'a,b' AS text, 1 AS one", (string)(await console.EvaluateAsync("document.querySelector('#sql').value"))!);

        await console.EvaluateAsync("location.reload()");
        await console.UntilAsync("document.querySelector('.rows td')?.textContent === 'a,b'");
        await console.UntilAsync("document.querySelector('.lake-tables details')");
        await console.EvaluateAsync("document.querySelector('.lake-tables details').open = true");
        await console.PressAsync("Ask inventory");
        Assert.Equal("SELECT *\nFROM inventory\nLIMIT 100", (string)(await console.EvaluateAsync("document.querySelector('#sql').value"))!);

        await console.TypeAsync("#sql", "SELECT count(*) FROM UNNEST(sequence(1, 100000)) AS a (x) CROSS JOIN UNNEST(sequence(1, 1000000)) AS b (y) WHERE x * y % 7 = 3");
        await console.PressAsync("Run");
        await console.UntilAsync("[...document.querySelectorAll('button')].some(one => one.textContent === 'Cancel' && one.checkVisibility())");
        await console.PressAsync("Cancel");
        await console.UntilAsync("document.querySelector('.answer .chip')?.textContent === 'Cancelled'");
        Assert.Empty(console.Complaints);
    }
}
