using System.Text.Json.Nodes;
using Local.Report;
using Replenishment.Planning;

namespace Local.Tests.Cli;

/// <summary>What <c>start</c> says, to people and to programs, before it runs and at its end.</summary>
public sealed class StartTests : IDisposable
{
    private const string AsOf = $$"""{"asOf":"{{LocalProgram.Day}}"}""";

    private readonly LocalProgram program = new();

    [Fact]
    public async Task It_ends_in_words_and_the_numbers_are_those_of_the_trucks()
    {
        await program.StoresAsync();

        var printed = await program.RunAsync("start", "--input", AsOf);
        var trucks = await program.JsonAsync("trucks");

        Assert.Equal(0, printed.ExitCode);
        var lines = printed.Output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal($"As of              the end of {LocalProgram.Day} (UTC)", lines.Single(line => line.StartsWith("As of", StringComparison.Ordinal)));
        Assert.StartsWith(
            $"Requests queued    {trucks["deliveries"]}, for {trucks["lines"]} lines and ",
            lines.Single(line => line.StartsWith("Requests queued", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Contains(lines, line => line.EndsWith("on_hand is null or negative", StringComparison.Ordinal));
        Assert.Equal("Next: 'trucks' dispatches what is queued.", lines[^2]);
        Assert.DoesNotContain("{", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_the_same_numbers_and_every_line_that_is_low_is_counted_once()
    {
        await program.StoresAsync();

        var outcome = (await program.StartAsync())["planning"]!["outcome"]!;

        Assert.Equal(
            Number(outcome["linesShort"]), Number(outcome["linesRequested"]) + outcome["notDelivered"]!.AsObject().Sum(reason => Number(reason.Value)));
        Assert.Equal(12, Number(outcome["storesShort"]));
        Assert.True(Number(outcome["unitsRequested"]) > 0);
    }

    [Fact]
    public async Task A_second_run_says_that_stores_are_still_low_and_nothing_new_is_queued()
    {
        await program.StoresAsync();
        await program.StartAsync();
        await program.JsonAsync("trucks");

        var second = await program.RunAsync("start", "--input", AsOf);

        Assert.Equal(0, second.ExitCode);
        Assert.Contains("Requests queued    0\n", second.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("no_case_fits: the shelf has no room for a whole case", second.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            " still low; nothing can be delivered, for the reasons above, and no new requests were queued.\n",
            second.Output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_of_an_earlier_run_that_still_wait_are_counted()
    {
        await program.StoresAsync();
        var first = Number((await program.StartAsync())["planning"]!["outcome"]!["deliveryRequests"]);

        var second = await program.RunAsync("start", "--input", AsOf);

        Assert.Contains($"Next: 'trucks' dispatches the {2 * first} requests on the queue, those of earlier executions too.", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_without_readings_are_told_before_anything_runs()
    {
        await program.StoresAsync();

        var printed = await program.RunAsync("start", "--input", """{"asOf":"2026-10-20"}""");

        Assert.Equal(
            (1, "", "No reading arrived from 2026-10-18 to 2026-10-20, which is what asOf 2026-10-20 and lookbackDays 2 ask about. The lake has readings from "
                + """2026-11-18 to 2026-11-20. Ask about the last of them: start --input '{"asOf":"2026-11-20"}'"""),
            (printed.ExitCode, printed.Output, printed.Error.TrimEnd()));
    }

    [Fact]
    public async Task A_day_whose_readings_have_not_come_is_told_and_the_days_before_are_asked()
    {
        await program.StoresAsync();

        var printed = await program.RunAsync("start", "--input", """{"asOf":"2026-11-21"}""");

        Assert.Equal(0, printed.ExitCode);
        Assert.StartsWith("No reading has arrived on 2026-11-21 yet; the newest arrived on 2026-11-20.", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_tells_how_to_go_on()
    {
        await program.StoresAsync();

        var printed = await program.RunAsync("start", "--name", "monday", "--input", AsOf, "--faults", "lambda=1,seed=1");

        Assert.Equal(1, printed.ExitCode);
        Assert.EndsWith("Next: mend the cause, then go on from the state that failed: start --redrive monday", printed.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Each_reason_for_which_nothing_is_delivered_is_said_in_words(Refusal refusal) =>
        Assert.NotEmpty(RefusalWords.Of(new RefusedLine("S1", "P1", refusal).Reason));

    public static TheoryData<Refusal> Refusals => [.. Enum.GetValues<Refusal>()];

    public void Dispose() => program.Dispose();

    private static long Number(JsonNode? value) => value!.GetValue<long>();
}
