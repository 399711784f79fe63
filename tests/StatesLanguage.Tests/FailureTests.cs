namespace StatesLanguage.Tests;

/// <summary>Retries, catchers, timeouts, stops and tokens.</summary>
public sealed class FailureTests
{
    private readonly World world = new();

    [Fact]
    public void Retries_wait_ever_longer_up_to_the_longest_delay()
    {
        world.Otherwise = _ => Task.FromResult(World.Failed("E"));
        world.Run(TaskWith("""{"ErrorEquals":["E"],"IntervalSeconds":2,"BackoffRate":3,"MaxAttempts":4,"MaxDelaySeconds":10}"""));

        Assert.Equal([0, 2, 8, 18, 28], Times(HistoryEventType.TaskScheduled));
        Assert.Equal([0, 1, 2, 3, 4], world.Calls.Select(call => call.RetryCount));
    }

    [Fact]
    public void A_value_that_a_loop_nests_ever_deeper_fails_while_it_can_still_be_read_back()
    {
        var result = world.Run("""{"StartAt":"Wrap","States":{"Wrap":{"Type":"Pass","Parameters":{"in.$":"$"},"Next":"Again"},"Again":{"Type":"Choice","Choices":[{"Variable":"$.in","IsPresent":true,"Next":"Wrap"}],"Default":"Done"},"Done":{"Type":"Succeed"}}}""");

        Assert.Equal(
            new StatesError(
                "States.Runtime",
                "An error occurred while executing the state 'Wrap' (entered at the event id #3998). The result is nested deeper than 1000 levels."),
            Assert.IsType<ExecutionResult.Failed>(result).Error);
    }

    [Fact]
    public void Full_jitter_waits_some_part_of_the_delay()
    {
        world.Otherwise = _ => Task.FromResult(World.Failed("E"));
        world.Run(TaskWith("""{"ErrorEquals":["E"],"IntervalSeconds":100,"BackoffRate":1,"MaxAttempts":20,"JitterStrategy":"FULL"}"""));

        var times = Times(HistoryEventType.TaskScheduled);
        var delays = times.Zip(times.Skip(1), (from, to) => to - from).ToList();
        Assert.All(delays, delay => Assert.InRange(delay, 0, 100));
        Assert.True(delays.Max() - delays.Min() > 30);
    }

    [Fact]
    public void The_first_retrier_that_names_an_error_decides_and_each_counts_its_own_attempts()
    {
        world.Answering(World.Failed("A"), World.Failed("B"), World.Failed("A"), World.Failed("A"));
        var result = world.Run(TaskWith("""{"ErrorEquals":["A"],"MaxAttempts":2},{"ErrorEquals":["States.ALL"],"MaxAttempts":9}"""));

        Assert.Equal("A", Assert.IsType<ExecutionResult.Failed>(result).Error.Name);
        Assert.Equal(4, world.Calls.Count);
    }

    [Theory]
    [InlineData("States.ALL", "E", true)]
    [InlineData("States.TaskFailed", "E", true)]
    [InlineData("States.TaskFailed", "States.Timeout", false)]
    [InlineData("States.Timeout", "States.Timeout", true)]
    [InlineData("States.ALL", "States.DataLimitExceeded", true)]
    [InlineData("States.ALL", "States.Runtime", false)]
    [InlineData("States.Runtime", "States.Runtime", false)]
    [InlineData("Other", "E", false)]
    public void A_catcher_takes_the_errors_it_names(string name, string error, bool caught)
    {
        world.Answering(World.Failed(error, "why"));
        var output = world.Output($$"""
            {"StartAt":"T","States":{
              "T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true,
                   "Catch":[{"ErrorEquals":["{{name}}"],"ResultPath":"$.error","Next":"Caught"}]},
              "Caught":{"Type":"Pass","End":true} } }
            """, """{"kept":1}""");

        Assert.Equal(caught ? $"{{\"kept\":1,\"error\":{{\"Error\":\"{error}\",\"Cause\":\"why\"}}}}" : $"{error}: why", output);
    }

    [Fact]
    public void A_task_that_does_not_answer_in_time_times_out()
    {
        world.Answering(_ => new TaskCompletionSource<TaskOutcome>().Task);
        var result = world.Run("""
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","TimeoutSecondsPath":"$.limit","End":true}}}
            """, """{"limit":90}""");

        Assert.Equal(new StatesError("States.Timeout", null), Assert.IsType<ExecutionResult.Failed>(result).Error);
        Assert.EndsWith("TaskScheduled TaskStarted TaskTimedOut ExecutionFailed", world.History.Types, StringComparison.Ordinal);
        Assert.Equal(World.Start.AddSeconds(90), world.History.Events[^1].Timestamp);
    }

    [Fact]
    public void Heartbeats_keep_a_task_waiting_and_their_absence_ends_it()
    {
        world.Answering(call =>
        {
            // Two heartbeats, 50 seconds after one another, and then none.
            _ = world.Time.CreateTimer(_ => world.Host.Tokens.Heartbeat(call.TaskToken!), null, TimeSpan.FromSeconds(50), Timeout.InfiniteTimeSpan);
            _ = world.Time.CreateTimer(_ => world.Host.Tokens.Heartbeat(call.TaskToken!), null, TimeSpan.FromSeconds(100), Timeout.InfiniteTimeSpan);
            return Task.FromResult<TaskOutcome>(new TaskOutcome.Submitted(Json.True, null));
        });
        world.Run("""
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken",
              "HeartbeatSeconds":60,"Parameters":{"MessageBody":{"token.$":"$$.Task.Token"}},"End":true,
              "Catch":[{"ErrorEquals":["States.HeartbeatTimeout"],"Next":"Late"}]},
              "Late":{"Type":"Pass","End":true}}}
            """);

        Assert.Contains("TaskSubmitted TaskTimedOut TaskStateExited PassStateEntered", world.History.Types, StringComparison.Ordinal);
        Assert.Equal(World.Start.AddSeconds(160), world.History.Events[^1].Timestamp);
        Assert.Equal(
            Json.Of(world.Calls[0].TaskToken),
            ((JsonObject)((JsonObject)world.Calls[0].Parameters)["MessageBody"]!)["token"]);
    }

    [Fact]
    public void A_token_that_comes_back_before_the_answer_counts()
    {
        world.Answering(call =>
        {
            Assert.True(world.Host.Tokens.Succeed(call.TaskToken!, Json.Of("done")));
            return Task.FromResult<TaskOutcome>(new TaskOutcome.Submitted(Json.True, null));
        });

        Assert.Equal("\"done\"", world.Output("""
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","End":true}}}
            """));
        Assert.False(world.Host.Tokens.Succeed(world.Calls[0].TaskToken!, Json.Null));
    }

    [Fact]
    public void An_activity_ends_by_its_token()
    {
        world.Answering(call =>
        {
            world.Host.Tokens.Fail(call.TaskToken!, new StatesError("Worker", "gave up"));
            return Task.FromResult<TaskOutcome>(new TaskOutcome.Submitted(Json.Of("worker-1"), null));
        });

        Assert.Equal("Worker: gave up", world.Output("""
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:pack","End":true}}}
            """));
        Assert.Equal("ExecutionStarted TaskStateEntered ActivityScheduled ActivityStarted ActivityFailed ExecutionFailed", world.History.Types);
    }

    [Fact]
    public void A_stopped_execution_is_aborted_with_the_reason_given()
    {
        var result = world.Run(
            """{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}""",
            meanwhile: execution => _ = world.Time.CreateTimer(_ => execution.Stop("Enough", "said so"), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan));

        Assert.Equal(new ExecutionResult.Aborted(new StatesError("Enough", "said so"), World.Start.AddSeconds(5)), result);
        Assert.Equal("ExecutionStarted WaitStateEntered ExecutionAborted", world.History.Types);
    }

    [Fact]
    public void Stopping_what_has_ended_changes_nothing()
    {
        Execution? ended = null;
        world.Run("""{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}""", meanwhile: execution => ended = execution);

        ended!.Stop();

        Assert.EndsWith("ExecutionSucceeded", world.History.Types, StringComparison.Ordinal);
    }

    [Fact]
    public void An_execution_times_out_as_a_whole()
    {
        var result = world.Run("""{"TimeoutSeconds":10,"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}""");

        Assert.Equal(new ExecutionResult.TimedOut(World.Start.AddSeconds(10)), result);
        Assert.Equal("ExecutionStarted WaitStateEntered ExecutionTimedOut", world.History.Types);
    }

    [Fact]
    public void A_wait_of_years_is_a_single_wait()
    {
        world.Run("""{"StartAt":"W","States":{"W":{"Type":"Wait","Timestamp":"2029-11-20T08:00:00Z","End":true}}}""");

        Assert.Equal(new DateTimeOffset(2029, 11, 20, 8, 0, 0, TimeSpan.Zero), world.History.Events[^1].Timestamp);
    }

    [Fact]
    public void A_payload_has_no_more_than_256_KiB()
    {
        world.Answering(World.Succeeded($"\"{new string('x', 262_143)}\""));

        Assert.Equal(
            "States.DataLimitExceeded: The state/task 'sqs' returned a result with a size exceeding the maximum number of bytes service limit.",
            world.Output("""{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true}}}"""));
    }

    private static string TaskWith(string retriers) => $$"""
        {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Retry":[{{retriers}}],"End":true} } }
        """;

    private List<double> Times(HistoryEventType type) =>
        [.. world.History.Events.Where(e => e.Type == type).Select(e => (e.Timestamp - World.Start).TotalSeconds)];
}
