namespace StatesLanguage.Tests;

/// <summary>TimeoutSeconds of an execution that goes on: time passes also where no process runs it.</summary>
public sealed class TimeLimitTests
{
    private const string Limited =
        """{"TimeoutSeconds":300,"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true}}}""";

    private const string LimitedTask =
        """
        {"StartAt":"T","States":{"T":{"Type":"Task","TimeoutSeconds":100,"Resource":"arn:aws:states:::sqs:sendMessage","End":true,
          "Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":1,"IntervalSeconds":10}]}}}
        """;

    private static readonly Func<TaskCall, Task<TaskOutcome>> Never = _ => new TaskCompletionSource<TaskOutcome>().Task;

    private readonly World world = new();

    private TimeSpan Now => world.Time.GetUtcNow() - World.Start;

    [Fact]
    public void An_execution_that_was_interrupted_has_the_rest_of_its_time()
    {
        RunFor(60, Limited);

        world.Answering(Never);
        Assert.IsType<ExecutionResult.TimedOut>(ResumeAt("TaskStarted", Limited));
        Assert.Equal(TimeSpan.FromSeconds(300), Now);
    }

    [Fact]
    public void An_execution_whose_time_was_over_before_it_goes_on_calls_nothing_more()
    {
        RunFor(60, Limited);
        Pass(1000);
        world.Calls.Clear();

        Assert.IsType<ExecutionResult.TimedOut>(ResumeAt("TaskStarted", Limited));
        Assert.Empty(world.Calls);
        Assert.Equal("ExecutionStarted TaskStateEntered TaskScheduled TaskStarted ExecutionTimedOut", world.History.Types);
    }

    [Fact]
    public void A_redriven_execution_has_all_its_time_again()
    {
        world.Answering(Never, Never);
        Assert.IsType<ExecutionResult.TimedOut>(world.Run(Limited));

        Assert.IsType<ExecutionResult.TimedOut>(world.Redrive(Limited));
        Assert.Equal(TimeSpan.FromSeconds(600), Now);
    }

    [Fact]
    public void A_redrive_that_was_interrupted_has_the_rest_since_the_redrive()
    {
        world.Answering(Never);
        world.Run(Limited);
        world.Answering(AfterSeconds(60), Never);
        world.Redrive(Limited);

        Assert.IsType<ExecutionResult.TimedOut>(ResumeAt("TaskStarted", Limited));
        Assert.Equal(TimeSpan.FromSeconds(600), Now);
    }

    [Fact]
    public void A_task_that_was_interrupted_has_the_rest_of_its_time_and_its_retry_all_of_it()
    {
        RunFor(60, LimitedTask);

        world.Answering(Never, Never);
        Assert.IsType<ExecutionResult.Failed>(ResumeAt("TaskStarted", LimitedTask));
        Assert.Equal(TimeSpan.FromSeconds(100 + 10 + 100), Now);
    }

    [Fact]
    public void A_task_that_is_interrupted_again_has_what_is_left_since_its_first_call()
    {
        RunFor(30, LimitedTask);
        world.Answering(AfterSeconds(30));
        ResumeAt("TaskStarted", LimitedTask);

        world.Answering(Never, Never);
        Assert.IsType<ExecutionResult.Failed>(ResumeAt("TaskStarted", LimitedTask));
        Assert.Equal(TimeSpan.FromSeconds(100 + 10 + 100), Now);
    }

    [Fact]
    public void A_task_whose_time_was_over_before_it_goes_on_is_not_called()
    {
        RunFor(60, LimitedTask);
        Pass(1000);
        world.Calls.Clear();

        Assert.IsType<ExecutionResult.Succeeded>(ResumeAt("TaskStarted", LimitedTask));
        Assert.Equal(1, Assert.Single(world.Calls).RetryCount);
    }

    [Fact]
    public void A_retry_that_had_not_begun_has_all_its_time()
    {
        world.Answering(World.Failed("E"));
        world.Run(LimitedTask);

        world.Answering(Never, Never);
        Assert.IsType<ExecutionResult.Failed>(ResumeAt("TaskFailed", LimitedTask));
        Assert.Equal(TimeSpan.FromSeconds(10 + 100 + 10 + 100), Now);
    }

    [Fact]
    public void A_redriven_task_has_all_its_time_again()
    {
        world.Answering(Never);
        world.Run(LimitedTask, meanwhile: execution => world.Time.CreateTimer(
            _ => execution.Stop(), null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan));

        world.Answering(Never, Never);
        Assert.IsType<ExecutionResult.Failed>(world.Redrive(LimitedTask));
        Assert.Equal(TimeSpan.FromSeconds(60 + 100 + 10 + 100), Now);
    }

    [Fact]
    public void A_time_longer_than_a_timer_takes_is_a_time()
    {
        const string Years =
            """
            {"TimeoutSeconds":99999999,"StartAt":"T","States":{"T":{
              "Type":"Task","TimeoutSeconds":99999999,"Resource":"arn:aws:states:::sqs:sendMessage","End":true}}}
            """;

        Assert.IsType<ExecutionResult.Succeeded>(world.Run(Years));
    }

    private void RunFor(int seconds, string definition)
    {
        world.Answering(AfterSeconds(seconds));
        Assert.IsType<ExecutionResult.Succeeded>(world.Run(definition));
    }

    /// <summary>As if the process had ended after the last event of that type.</summary>
    private ExecutionResult ResumeAt(string type, string definition) => world.ResumeAfter(
        world.History.Events.ToList().FindLastIndex(happened => happened.Type.ToString() == type) + 1, definition);

    private Func<TaskCall, Task<TaskOutcome>> AfterSeconds(int seconds) => async call =>
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds), world.Time);
        return new TaskOutcome.Succeeded(call.Parameters);
    };

    private void Pass(int seconds) => world.Time.Run(async () =>
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds), world.Time);
        return 0;
    });
}
