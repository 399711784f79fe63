using System.Text.RegularExpressions;
using Local.Report;
using VisitStatus = StatesLanguage.VisitStatus;

namespace Local.Tests.Report;

public partial class ReportPageTests
{
    private static readonly ExecutionGraph NoGraph = new("<svg class=\"asl-graph\"></svg>", []);
    private static readonly ExecutionFacts Execution = new("nightly", "SUCCEEDED", new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_page_needs_nothing_from_outside()
    {
        var page = ReportPage.Of(await SampleReport.ModelAsync(TestContext.Current.CancellationToken));

        Assert.DoesNotMatch(Outside(), page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Data_never_becomes_markup()
    {
        const string Evil = "</td><script>alert(1)</script>\"'&";
        var page = ReportPage.Of(new(
            new(Evil, Evil, Execution.StartedAt, null, Evil, Evil),
            NoGraph with { States = [new() { Name = Evil, Status = VisitStatus.Failed, Error = Evil, Cause = Evil, Input = Evil, Output = Evil }] },
            SampleReport.Planning() with
            {
                Refused = [new(Evil, 1)],
                Steps = [new(Evil, TimeSpan.FromSeconds(1))],
                LowStock = [new(Evil, Evil + Evil, Evil, 0, 0, 0, 0, 0, null, 0, Evil)],
                Dispatched = [new(Evil, 1)],
                Depots = [new(Evil, Evil, 50, 8, [new(Evil, Evil, [new(Evil, Evil, 51, 8)], 0.5, 100, 3)])],
            }));

        Assert.Equal(1, Scripts().Count(page));
        Assert.DoesNotContain(Evil, page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_figures_name_the_reasons()
    {
        var page = ReportPage.Of(new(Execution, NoGraph, SampleReport.Planning()));

        Assert.Contains("<dt>Readings in</dt><dd>57,612</dd><dd class=\"note\">12 more refused; 58 of them dirty</dd>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<th scope=\"row\">store is unknown: S7 (12), S8 (5). Name them with: ingest --table stores FILE.csv</th><td class=\"number\">17</td>",
            page,
            StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">not JSON</th><td class=\"number\">9</td><td>refused, in errors/</td>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">negative on hand</th><td class=\"number\">41</td><td>dirty</td>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Stores short</dt><dd>48</dd><dd class=\"note\">on 612 lines</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Trucks</dt><dd>18</dd><dd class=\"note\">on 18 routes</dd>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_too_long_to_read_says_what_it_leaves_out()
    {
        var page = ReportPage.Of(new(Execution, NoGraph, SampleReport.Planning()));

        Assert.Contains("612 lines in 48 stores at or below the reorder point; the 300 most urgent are shown.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_road_is_a_map_with_each_alert_at_its_place_a_table_and_a_chart_of_each_truck_in_trouble()
    {
        const string Evil = "<b>T1</b>";
        var start = new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
        TruckTrack Track(string truck) => new(truck, [.. Enumerable.Range(0, 5).Select(i => new TrackMinute(start.AddMinutes(i), 51 + (i / 100.0), -1, i == 2 ? null : 4 + i))]);
        var page = ReportPage.Of(new(Execution, NoGraph, SampleReport.Planning(), new()
        {
            Events = 1_200,
            Minutes = 10,
            Late = 3,
            NotCounted = [new("repeated", 2), new("refused", 0)],
            Trucks = [Track(Evil), Track("T2")],
            Alerts =
            [
                new(Evil, "cargo_warm", start.AddMinutes(3), start.AddMinutes(4), 8.4, (51.03, -1)),
                new("T9", "silent", start.AddMinutes(4), null, 5, null),
            ],
        }));

        Assert.Contains("1,200 events of 2 trucks counted in 10 minutes, 3 of them late. 2 repeated, 0 refused. 2 alerts.", page, StringComparison.Ordinal);
        Assert.Equal(1, page.Split("class=\"found\"").Length - 1);
        Assert.Equal(1, page.Split("class=\"chart\"").Length - 1);
        Assert.Contains("Cargo of &lt;b&gt;T1&lt;/b&gt;, 08:00 to 08:04 UTC: from 4.0 to 8.0 ", page, StringComparison.Ordinal);
        Assert.Contains("<td>20 Nov 08:04</td><td>open</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Evil, page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_on_which_nothing_is_low_says_so()
    {
        var page = ReportPage.Of(new(
            Execution, NoGraph, new() { ReadingsIn = 1, StoresShort = 0, LinesShort = 0, DeliveryRequests = 0 }));

        Assert.Contains("No store is at or below a reorder point.", page, StringComparison.Ordinal);
        Assert.Contains("No truck was sent.", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("(src|href)=\"(?!data:|#)|https?://|url\\(|@import")]
    private static partial Regex Outside();

    [GeneratedRegex("<script")]
    private static partial Regex Scripts();
}
