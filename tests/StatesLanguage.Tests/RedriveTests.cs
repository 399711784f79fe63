namespace StatesLanguage.Tests;

/// <summary>Executions that go on: after a failure, or after their process ended.</summary>
public sealed class RedriveTests
{
    private const string TwoTasks = """
        {"StartAt":"A","States":{
          "A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Assign":{"kept.$":"$.from"},"ResultPath":"$.a","Next":"B"},
          "B":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"kept.$":"$kept","redrives.$":"$$.Execution.RedriveCount"},
               "Retry":[{"ErrorEquals":["E"],"MaxAttempts":1}],"End":true}}}
        """;

    private const string Fan = """
        {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
          {"StartAt":"Good","States":{"Good":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true}}},
          {"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":1,"End":true,"ItemsPath":"$.items","ItemProcessor":{
            "StartAt":"Item","States":{"Item":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Next":"Done"},
                                       "Done":{"Type":"Pass","End":true}}}}}}]}}}
        """;

    private readonly World world = new();

    [Fact]
    public void A_redrive_calls_only_what_failed_with_its_input_variables_and_retries()
    {
        world.Answering(World.Succeeded("""{"from":7}"""), World.Failed("E"), World.Failed("E"));
        Assert.IsType<ExecutionResult.Failed>(world.Run(TwoTasks));

        world.Answering(World.Failed("E"));
        var result = world.Redrive(TwoTasks);

        Assert.Equal("""{"kept":7,"redrives":1}""", Assert.IsType<ExecutionResult.Succeeded>(result).Output.ToString());
        Assert.Equal(["A", "B", "B", "B", "B"], world.Calls.Select(call => call.StateName));
        Assert.EndsWith(
            "ExecutionFailed ExecutionRedriven TaskScheduled TaskStarted TaskFailed TaskScheduled TaskStarted TaskSucceeded " +
            "TaskStateExited ExecutionSucceeded",
            world.History.Types,
            StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, world.History.Events.Count), world.History.Events.Select(e => (int)e.Id));
    }

    [Fact]
    public void A_redrive_goes_on_with_the_branches_and_iterations_that_failed()
    {
        world.Otherwise = call => Task.FromResult(call.Parameters.ToString() == "2" && !IsRedriven
            ? World.Failed("E")
            : new TaskOutcome.Succeeded(Json.Of($"{call.StateName} {call.Parameters}")));
        Assert.IsType<ExecutionResult.Failed>(world.Run(Fan, """{"items":[1,2,3]}"""));
        world.Calls.Clear();

        var result = world.Redrive(Fan, """{"items":[1,2,3]}""");

        Assert.Equal(
            """["Good {\"items\":[1,2,3]}",["Item 1","Item 2","Item 3"]]""",
            Assert.IsType<ExecutionResult.Succeeded>(result).Output.ToString());
        Assert.Equal(["2", "3"], world.Calls.Select(call => call.Parameters.ToString()));
    }

    [Fact]
    public void A_second_redrive_goes_on_from_the_first()
    {
        world.Otherwise = call => Task.FromResult(call.Parameters.ToString() is "2" && world.Calls.Count < 6 ? World.Failed("E") : new TaskOutcome.Succeeded(call.Parameters));
        world.Run(Fan, """{"items":[1,2,3]}""");
        Assert.IsType<ExecutionResult.Failed>(world.Redrive(Fan, """{"items":[1,2,3]}"""));
        Assert.IsType<ExecutionResult.Failed>(world.Redrive(Fan, """{"items":[1,2,3]}"""));
        world.Calls.AddRange(world.Calls.ToArray());

        var result = world.Redrive(Fan, """{"items":[1,2,3]}""");

        Assert.Equal("""[{"items":[1,2,3]},[1,2,3]]""", Assert.IsType<ExecutionResult.Succeeded>(result).Output.ToString());
    }

    [Fact]
    public void What_succeeded_cannot_be_redriven()
    {
        const string Fine = """{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}""";
        world.Run(Fine);

        Assert.Equal(
            "Execution is SUCCEEDED and cannot be redriven",
            Assert.Throws<InvalidOperationException>(() => world.Redrive(Fine)).Message);
    }

    [Fact]
    public void A_fail_state_fails_again()
    {
        const string Failing = """{"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E"}}}""";
        world.Run(Failing);
        world.Redrive(Failing);

        Assert.Equal(
            "ExecutionStarted FailStateEntered ExecutionFailed ExecutionRedriven FailStateEntered ExecutionFailed", world.History.Types);
    }

    [Theory]
    [InlineData("STANDARD")]
    [InlineData("EXPRESS")]
    public void A_redriven_map_run_runs_only_its_failed_children(string type)
    {
        var definition = $$"""
            {"StartAt":"D","States":{"D":{"Type":"Map","End":true,"MaxConcurrency":1,"Label":"Each","ToleratedFailureCount":1,"Next":null,
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"{{type}}"},"StartAt":"One","States":{
                "One":{"Type":"Pass","Next":"Two"},
                "Two":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true} } } } } }
            """.Replace(",\"Next\":null", "", StringComparison.Ordinal);
        world.Otherwise = call => Task.FromResult(
            call.Parameters.ToString() is "2" or "3" && !IsRedriven ? World.Failed("E") : new TaskOutcome.Succeeded(call.Parameters));
        var failed = Assert.IsType<ExecutionResult.Failed>(world.Run(definition, "[1,2,3,4]"));
        Assert.Equal(new StatesError("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"), failed.Error);
        Assert.Equal(3, world.Calls.Count);
        var first = world.History.MapRuns[^1];
        Assert.Equal((ExecutionStatus.Failed, 1, 2, 1), (first.Status, first.ItemCounts.Succeeded, first.ItemCounts.Failed, first.ItemCounts.Pending));
        world.Calls.Clear();
        var childrenBefore = world.History.Children.Select(entry => entry.Child.ExecutionArn).ToList();

        var result = world.Redrive(definition, "[1,2,3,4]");

        Assert.Equal("[1,2,3,4]", Assert.IsType<ExecutionResult.Succeeded>(result).Output.ToString());
        Assert.Equal(["2", "3", "4"], world.Calls.Select(call => call.Parameters.ToString()));
        Assert.Contains("ExecutionRedriven MapRunRedriven MapRunSucceeded", world.History.Types, StringComparison.Ordinal);
        var last = world.History.MapRuns[^1];
        Assert.Equal((ExecutionStatus.Succeeded, first.MapRunArn, 4, 1), (last.Status, last.MapRunArn, last.ItemCounts.Succeeded, last.RedriveCount));
        Assert.Equal(type == "STANDARD", childrenBefore.Contains(world.History.Children[0].Child.ExecutionArn));
    }

    [Fact]
    public void An_execution_whose_process_ended_anywhere_comes_to_the_same_output()
    {
        const string Input = """{"items":[1,2,3]}""";
        world.Run(Fan, Input);
        var events = world.History.Events.Count;
        for (var kept = 1; kept < events; kept++)
        {
            var again = new World();
            again.Run(Fan, Input);
            var result = again.ResumeAfter(kept, Fan, Input);

            Assert.Equal("""[{"items":[1,2,3]},[1,2,3]]""", Assert.IsType<ExecutionResult.Succeeded>(result).Output.ToString());
            Assert.Single(again.History.Events, e => e.Type == HistoryEventType.ExecutionStarted);
        }
    }

    [Fact]
    public void A_wait_that_was_interrupted_waits_for_its_rest()
    {
        const string Waiting = """{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":100,"End":true}}}""";
        world.Run(Waiting);
        world.History.Keep(2);
        world.Time.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromDays(1), world.Time);
            return 0;
        });

        Assert.IsType<ExecutionResult.Succeeded>(world.ResumeAfter(2, Waiting));
        Assert.Equal(World.Start.AddSeconds(100).AddDays(1), world.History.Events[^1].Timestamp);
    }

    private bool IsRedriven => world.History.Types.Contains("ExecutionRedriven", StringComparison.Ordinal);
}
