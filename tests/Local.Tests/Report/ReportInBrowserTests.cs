using Local.Report;
using Tests.Shared;

namespace Local.Tests.Report;

public sealed class ReportInBrowserTests : IAsyncLifetime
{
    // A browser that hangs must not hold up the others.
    private const int MostMilliseconds = 120_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("report-");
    private Browser? browser;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(BrowserProcess.Installed is null, "No Chromium or Chrome is on PATH, so the report is not opened in one.");
        browser = await Browser.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task The_report_works_in_a_browser()
    {
        await OpenAsync(await SampleReport.ModelAsync(Cancellation));

        Assert.Equal(
            SampleReport.States.Select(state => state.Name).Order(StringComparer.Ordinal),
            (await TextsAsync("[...document.querySelectorAll('.asl-graph .entered')].map(state => state.dataset.state)"))
                .Order(StringComparer.Ordinal));

        await ChoosingAStateShowsWhatIsKnownOfIt();
        await AColumnSortsByItsNumbers();
        Assert.Empty(browser!.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task Without_planning_the_page_still_works()
    {
        var model = await SampleReport.ModelAsync(Cancellation);

        await OpenAsync(model with { Planning = null });

        Assert.Equal(["Execution graph"], await TextsAsync("[...document.querySelectorAll('h2')].map(heading => heading.textContent)"));
        Assert.Empty(browser!.Complaints);
    }

    [Fact(Timeout = MostMilliseconds)]
    public async Task On_a_phone_the_page_itself_does_not_scroll_sideways()
    {
        await browser!.EmulatePhoneAsync(Cancellation);
        await OpenAsync(await SampleReport.ModelAsync(Cancellation));

        Assert.Equal(390, (int?)await browser.EvaluateAsync("document.documentElement.scrollWidth", Cancellation));
    }

    private async Task ChoosingAStateShowsWhatIsKnownOfIt()
    {
        const string Shown = "[...document.querySelectorAll('aside article:not([hidden]) h3')].map(heading => heading.textContent)";

        // The failure is what a person looks for first.
        Assert.Equal(["PlanDeliveries"], await TextsAsync(Shown));

        await browser!.EvaluateAsync(
            "document.querySelector('[data-state=FindLowStock] .name').dispatchEvent(new MouseEvent('click', { bubbles: true }))", Cancellation);
        Assert.Equal(["FindLowStock"], await TextsAsync(Shown));
        var panel = (string?)await browser.EvaluateAsync("document.querySelector('aside article:not([hidden])').innerText", Cancellation);
        Assert.Contains("\"queryExecutionId\": \"0f3c2a\"", panel, StringComparison.Ordinal);
        Assert.Contains("Athena.TooManyRequestsException", panel, StringComparison.Ordinal);

        await browser.EvaluateAsync(
            "document.querySelector('[data-state=Summarise]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))", Cancellation);
        Assert.Empty(await TextsAsync(Shown));
        Assert.Equal("Summarise was not entered.", (string?)await browser.EvaluateAsync("document.querySelector('.hint').innerText", Cancellation));
    }

    private async Task AColumnSortsByItsNumbers()
    {
        const string Cover = "[...document.querySelectorAll('.sortable tbody tr')].slice(0, 3).map(row => row.cells[7].textContent)";
        const string Click = "document.querySelectorAll('.sortable th button')[7].click()";

        await browser!.EvaluateAsync(Click, Cancellation);
        Assert.Equal(["0.0", "0.0", "0.0"], await TextsAsync(Cover));

        await browser.EvaluateAsync(Click, Cancellation);
        Assert.Equal(["–", "–", "–"], await TextsAsync(Cover));
    }

    private async Task OpenAsync(ReportModel model)
    {
        var file = Path.Combine(folder.FullName, "report.html");
        await File.WriteAllTextAsync(file, ReportPage.Of(model), Cancellation);
        await browser!.OpenAsync(new(file), Cancellation);
    }

    private async Task<string[]> TextsAsync(string expression) =>
        [.. (await browser!.EvaluateAsync(expression, Cancellation))!.AsArray().Select(text => (string)text!)];
}
