using System.Globalization;
using JsonValues;
using Local.Drawing;
using StatesLanguage;

namespace Local.Tests.Drawing;

public class ExecutionSummaryTests
{
    [Fact]
    public void A_state_tells_its_time_its_input_its_output_and_where_it_was_entered_from()
    {
        var states = ExecutionSummary.Of(HistoryText.Parse("""
            1 0 ExecutionStarted
            2 1 PassStateEntered name=Defaults input={}
            3 2 PassStateExited name=Defaults output={"n":1}
            4 3 TaskStateEntered name=Find input={"n":1}
            5 4 TaskScheduled
            6 5 TaskSucceeded
            9 6 TaskStateExited name=Find output=[]
            10 9 ExecutionSucceeded
            """));

        Assert.Equal(["Defaults", "Find"], states.Select(state => state.Name));
        var find = states[1];
        Assert.Equal(VisitStatus.Succeeded, find.Status);
        Assert.Equal(TimeSpan.FromSeconds(5), find.Duration);
        Assert.Equal(HistoryText.Start.AddSeconds(4), find.FirstEntered);
        Assert.Equal(["Defaults"], find.EnteredFrom);
        Assert.Equal("""{"n":1}""", find.Input);
        Assert.Equal("[]", find.Output);
    }

    [Fact]
    public void Times_as_text_are_read_as_times_as_numbers_are()
    {
        var states = ExecutionSummary.Of([HistoryReader.Read(Json.Parse("""
            { "id": 1, "previousEventId": 0, "type": "PassStateEntered", "timestamp": "2026-11-20T10:00:00.250+01:00",
              "stateEnteredEventDetails": { "name": "One" } }
            """))]);

        Assert.Equal(HistoryText.Start.AddMilliseconds(250), states.Single().FirstEntered);
    }

    [Fact]
    public void A_failure_that_a_retry_mends_counts_as_a_retry() => Same(
        "Find: Succeeded, entered 1, retries 2, error States.Timeout",
        """
        2 0 TaskStateEntered name=Find
        3 2 TaskScheduled
        4 3 TaskFailed error=Throttled
        5 4 TaskScheduled
        6 5 TaskTimedOut error=States.Timeout
        7 6 TaskScheduled
        8 7 TaskSucceeded
        9 8 TaskStateExited name=Find
        10 9 ExecutionSucceeded
        """);

    [Fact]
    public void A_failure_that_a_catcher_takes_is_caught() => Same(
        """
        Find: Caught, entered 1, error Broken
        Rescue: Succeeded, entered 1, from Find
        """,
        """
        2 0 TaskStateEntered name=Find
        3 2 LambdaFunctionScheduled
        4 3 LambdaFunctionFailed error=Broken cause=because
        5 4 TaskStateExited name=Find
        6 5 PassStateEntered name=Rescue
        7 6 PassStateExited name=Rescue
        8 7 ExecutionSucceeded
        """);

    [Fact]
    public void A_failure_ends_every_state_around_it_and_stops_those_beside_it() => Same(
        """
        Both: Failed, entered 1, error Broken
        Left: Failed, entered 1, error Broken
        Right: Aborted, entered 1
        """,
        """
        2 0 ParallelStateEntered name=Both
        3 2 ParallelStateStarted
        4 3 TaskStateEntered name=Left
        5 3 WaitStateEntered name=Right
        6 4 TaskScheduled
        7 6 TaskFailed error=Broken
        8 7 ParallelStateFailed
        9 8 ExecutionFailed error=Broken
        """);

    [Fact]
    public void A_state_that_fails_without_an_event_of_its_own_fails_with_the_execution() => Same(
        "Choose: Failed, entered 1, error States.NoChoiceMatched",
        """
        2 0 ChoiceStateEntered name=Choose
        3 2 ExecutionFailed error=States.NoChoiceMatched
        """);

    [Fact]
    public void What_is_open_runs_while_the_execution_runs_and_is_aborted_with_it()
    {
        const string Waiting = """
            2 0 WaitStateEntered name=Cool

            """;

        Same("Cool: Running, entered 1", Waiting);
        Same("Cool: Aborted, entered 1", Waiting + "3 2 ExecutionAborted");
    }

    [Fact]
    public void A_redrive_takes_up_the_state_that_failed() => Same(
        "Find: Succeeded, entered 1, retries 1, error Broken",
        """
        2 0 TaskStateEntered name=Find
        3 2 TaskScheduled
        4 3 TaskFailed error=Broken
        5 4 ExecutionFailed error=Broken
        6 5 ExecutionRedriven
        7 6 TaskScheduled
        8 7 TaskSucceeded
        9 8 TaskStateExited name=Find
        10 9 ExecutionSucceeded
        """);

    [Fact]
    public void Items_of_a_Map_are_those_of_its_last_attempt()
    {
        const string History = """
            2 0 MapStateEntered name=Each
            3 2 MapStateStarted length=2
            4 3 MapIterationStarted
            5 4 FailStateEntered name=Refuse
            6 5 MapIterationFailed
            7 6 MapStateStarted length=2
            8 7 MapIterationStarted
            9 7 MapIterationStarted
            10 8 PassStateEntered name=Take
            11 9 PassStateEntered name=Take
            12 10 PassStateExited name=Take
            13 12 MapIterationSucceeded

            """;

        var states = ExecutionSummary.Of(HistoryText.Parse(History));
        Assert.Equal(new ItemCounts(2, 1, 0, 0, Running: 1, 0), states[0].Items);

        Same(
            """
            Each: Succeeded, entered 1, retries 1, items 2 of 2
            Refuse: Failed, entered 1
            Take: Succeeded, entered 2
            """,
            History + """
            14 11 PassStateExited name=Take
            15 14 MapIterationSucceeded
            16 15 MapStateSucceeded
            17 16 MapStateExited name=Each
            18 17 ExecutionSucceeded
            """);
    }

    [Fact]
    public void A_Distributed_Map_takes_its_counts_from_its_map_run_and_its_states_from_the_children()
    {
        var parent = HistoryText.Parse("""
            2 0 MapStateEntered name=Each
            3 2 MapStateStarted
            4 3 MapRunStarted mapRunArn=arn:run
            5 4 MapRunSucceeded
            6 5 MapStateSucceeded
            7 6 MapStateExited name=Each
            8 7 ExecutionSucceeded
            """);
        var mapRun = HistoryText.MapRun("arn:run", items: new(50, 0, 0, 47, 2, 1, 0), children: new(3, 0, 0, 2, 1, 0, 0));
        var child = HistoryText.Parse("""
            2 0 TaskStateEntered name=Plan
            3 2 TaskStateExited name=Plan
            4 3 ExecutionSucceeded
            """);

        var states = ExecutionSummary.Of(parent, [mapRun], [child, child]);

        var each = states.Single(state => state.Name == "Each");
        Assert.Equal(new ItemCounts(50, 47, 3, 0, 0, 0), each.Items);
        Assert.Equal(new ItemCounts(3, 2, 1, 0, 0, 0), each.Children);
        Assert.Equal(2, states.Single(state => state.Name == "Plan").Entered);
    }

    [Fact]
    public void A_long_payload_is_cut_and_says_by_how_much()
    {
        var history = HistoryText.Parse($"2 0 PassStateEntered name=One input=\"{new string('x', 9_498)}\"");

        Assert.EndsWith("x\n… 1,500 characters more", ExecutionSummary.Of(history).Single().Input, StringComparison.Ordinal);
    }

    private static void Same(string expected, string history) =>
        Assert.Equal(expected, string.Join('\n', ExecutionSummary.Of(HistoryText.Parse(history)).Select(Text)));

    private static string Text(StateSummary state)
    {
        string Part(bool shown, FormattableString part) =>
            shown ? ", " + part.ToString(CultureInfo.InvariantCulture) : "";

        return string.Concat(
            $"{state.Name}: {state.Status}, entered {state.Entered}",
            Part(state.Retries > 0, $"retries {state.Retries}"),
            Part(state.EnteredFrom.Count > 0, $"from {string.Join(' ', state.EnteredFrom)}"),
            Part(state.Items is not null, $"items {state.Items?.Succeeded} of {state.Items?.Total}"),
            Part(state.Error is not null, $"error {state.Error}"));
    }
}
