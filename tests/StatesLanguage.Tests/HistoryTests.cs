namespace StatesLanguage.Tests;

/// <summary>Histories as text: each event with the one it follows.</summary>
public sealed class HistoryTests
{
    private const string Boom = """{"StartAt":"Boom","States":{"Boom":{"Type":"Fail","Error":"MyError","Cause":"my cause"}}}""";

    private readonly World world = new();

    [Fact]
    public void Branches_follow_the_start_of_their_state_and_what_comes_next_follows_the_last_of_them()
    {
        world.Run("""
            {"StartAt":"P","States":{
              "P":{"Type":"Parallel","Next":"After","Branches":[
                {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"A2"},"A2":{"Type":"Pass","End":true}}},
                {"StartAt":"B","States":{"B":{"Type":"Pass","End":true}}}]},
              "After":{"Type":"Pass","End":true}}}
            """);

        AssertChain("""
            1<0 ExecutionStarted
            2<0 ParallelStateEntered
            3<2 ParallelStateStarted
            4<3 PassStateEntered
            5<4 PassStateExited
            6<5 PassStateEntered
            7<6 PassStateExited
            8<3 PassStateEntered
            9<8 PassStateExited
            10<9 ParallelStateSucceeded
            11<9 ParallelStateExited
            12<11 PassStateEntered
            13<12 PassStateExited
            14<13 ExecutionSucceeded
            """);
    }

    [Fact]
    public void A_runtime_error_in_a_branch_ends_the_execution_at_once()
    {
        var result = world.Run("""
            {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,
              "Catch":[{"ErrorEquals":["States.ALL"],"Next":"Caught"}],
              "Branches":[{"StartAt":"Fast","States":{"Fast":{"Type":"Pass","Parameters":{"m.$":"$.nope"},"End":true}}}]},
              "Caught":{"Type":"Pass","End":true}}}
            """, """{"x":"a"}""");

        AssertChain("""
            1<0 ExecutionStarted
            2<0 ParallelStateEntered
            3<2 ParallelStateStarted
            4<3 PassStateEntered
            5<4 ExecutionFailed
            """);
        AssertFailed(result, "States.Runtime",
            "An error occurred while executing the state 'Fast' (entered at the event id #4). " +
            "The JSONPath '$.nope' specified for the field 'm.$' could not be found in the input '{\"x\":\"a\"}'");
    }

    [Fact]
    public void A_failed_branch_fails_its_state_with_its_own_error()
    {
        var result = world.Run($$"""{"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":[{{Boom}}],"End":true} } }""");

        AssertChain("""
            1<0 ExecutionStarted
            2<0 ParallelStateEntered
            3<2 ParallelStateStarted
            4<3 FailStateEntered
            5<4 ParallelStateFailed
            6<5 ExecutionFailed
            """);
        AssertFailed(result, "MyError", "my cause");
    }

    [Fact]
    public void A_retried_state_starts_again_and_fails_when_its_attempts_are_used_up()
    {
        world.Run($$"""
            {"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":[{{Boom}}],
              "Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":1}],"End":true} } }
            """);

        AssertChain("""
            1<0 ExecutionStarted
            2<0 ParallelStateEntered
            3<2 ParallelStateStarted
            4<3 FailStateEntered
            5<4 ParallelStateStarted
            6<5 FailStateEntered
            7<6 ParallelStateFailed
            8<7 ExecutionFailed
            """);
    }

    [Fact]
    public void A_failed_task_ends_its_branch_aborted()
    {
        world.Answering(World.Failed("SQS.QueueDoesNotExistException", "The specified queue does not exist.")).Run("""
            {"StartAt":"P","States":{
              "P":{"Type":"Parallel","End":true,"Catch":[{"ErrorEquals":["States.ALL"],"Next":"Handled"}],"Branches":[
                {"StartAt":"Send","States":{"Send":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true}}}]},
              "Handled":{"Type":"Pass","End":true}}}
            """);

        AssertChain("""
            1<0 ExecutionStarted
            2<0 ParallelStateEntered
            3<2 ParallelStateStarted
            4<3 TaskStateEntered
            5<4 TaskScheduled
            6<5 TaskStarted
            7<6 TaskFailed
            8<7 TaskStateAborted
            9<7 ParallelStateFailed
            10<9 ParallelStateExited
            11<10 PassStateEntered
            12<11 PassStateExited
            13<12 ExecutionSucceeded
            """);
    }

    [Fact]
    public void The_first_failure_aborts_what_the_other_branches_wait_for()
    {
        world.Run($$"""
            {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
              {"StartAt":"Long","States":{"Long":{"Type":"Wait","Seconds":3600,"End":true} } },
              {"StartAt":"Short","States":{"Short":{"Type":"Wait","Seconds":1,"Next":"Boom"},
                "Boom":{"Type":"Fail","Error":"MyError"} } }]} } }
            """);

        AssertChain("""
            1<0 ExecutionStarted
            2<0 ParallelStateEntered
            3<2 ParallelStateStarted
            4<3 WaitStateEntered
            5<3 WaitStateEntered
            6<5 WaitStateExited
            7<6 FailStateEntered
            8<4 WaitStateAborted
            9<7 ParallelStateFailed
            10<9 ExecutionFailed
            """);
        Assert.Equal(World.Start.AddSeconds(1), world.History.Events[^1].Timestamp);
    }

    [Fact]
    public void A_failure_aborts_iterations_and_what_waits_for_its_next_attempt()
    {
        world.Otherwise = call => Task.FromResult(World.Failed("E"));
        world.Run("""
            {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
              {"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.items","End":true,"ItemProcessor":{"StartAt":"T","States":{
                "T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Retry":[{"ErrorEquals":["E"],"IntervalSeconds":60}],"End":true}}}}}},
              {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1,"Next":"F"},"F":{"Type":"Fail","Error":"X"}}}]}}}
            """, """{"items":[1]}""");

        Assert.EndsWith(
            """
            9<8 TaskStarted
            10<9 TaskFailed
            11<3 WaitStateEntered
            12<11 WaitStateExited
            13<12 FailStateEntered
            14<10 TaskStateAborted
            15<10 MapIterationAborted
            16<5 MapStateAborted
            17<13 ParallelStateFailed
            18<17 ExecutionFailed
            """.ReplaceLineEndings("\n"),
            world.History.Chain,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Iterations_one_after_the_other_follow_each_others_last_state()
    {
        world.Run("""
            {"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":1,"End":true,
              "ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}}}}}
            """, "[1,2]");

        AssertChain("""
            1<0 ExecutionStarted
            2<0 MapStateEntered
            3<2 MapStateStarted
            4<3 MapIterationStarted
            5<4 PassStateEntered
            6<5 PassStateExited
            7<6 MapIterationSucceeded
            8<6 MapIterationStarted
            9<8 PassStateEntered
            10<9 PassStateExited
            11<10 MapIterationSucceeded
            12<11 MapStateSucceeded
            13<11 MapStateExited
            14<13 ExecutionSucceeded
            """);
    }

    [Fact]
    public void A_failed_iteration_is_passed_by()
    {
        world.Run($$"""
            {"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":1,"ItemProcessor":{{Boom}},"End":true} } }
            """, "[1,2]");

        AssertChain("""
            1<0 ExecutionStarted
            2<0 MapStateEntered
            3<2 MapStateStarted
            4<3 MapIterationStarted
            5<4 FailStateEntered
            6<5 MapIterationFailed
            7<5 MapStateFailed
            8<7 ExecutionFailed
            """);
    }

    [Fact]
    public void A_map_over_nothing_exits_from_its_start()
    {
        world.Run("""
            {"StartAt":"M","States":{"M":{"Type":"Map","End":true,
              "ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}}}}}
            """, "[]");

        AssertChain("""
            1<0 ExecutionStarted
            2<0 MapStateEntered
            3<2 MapStateStarted
            4<3 MapStateSucceeded
            5<3 MapStateExited
            6<5 ExecutionSucceeded
            """);
    }

    [Fact]
    public void A_distributed_map_exits_from_the_end_of_its_run()
    {
        world.Run("""
            {"StartAt":"D","States":{"D":{"Type":"Map","End":true,"ItemProcessor":{
              "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
              "StartAt":"I","States":{"I":{"Type":"Pass","End":true}}}}}}
            """, "[1,2]");

        AssertChain("""
            1<0 ExecutionStarted
            2<0 MapStateEntered
            3<2 MapStateStarted
            4<3 MapRunStarted
            5<4 MapRunSucceeded
            6<5 MapStateSucceeded
            7<5 MapStateExited
            8<7 ExecutionSucceeded
            """);
        Assert.All(world.History.Children, child => Assert.Equal(
            "ExecutionStarted PassStateEntered PassStateExited ExecutionSucceeded", child.History.Types));
    }

    [Fact]
    public void A_choice_without_a_way_out_fails()
    {
        var result = world.Run("""
            {"StartAt":"C","States":{
              "C":{"Type":"Choice","Choices":[{"Variable":"$.x","StringEquals":"never","Next":"Done"}]},
              "Done":{"Type":"Pass","End":true}}}
            """, """{"x":"a"}""");

        AssertFailed(result, "States.Runtime",
            "An error occurred while executing the state 'C' (entered at the event id #2). " +
            "Failed to transition out of the state. The state does not point to a next state.");
    }

    [Fact]
    public void An_execution_has_no_more_than_25000_events()
    {
        var result = world.Run("""
            {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},
              "B":{"Type":"Choice","Choices":[{"Variable":"$.x","IsPresent":true,"Next":"C"}],"Default":"A"},
              "C":{"Type":"Succeed"}}}
            """);

        AssertFailed(result, "States.Runtime", "The execution reached the maximum number of history events (25000).");
        Assert.Equal(25_000, world.History.Events.Count);
    }

    [Fact]
    public void A_written_history_reads_back_as_it_was()
    {
        world.Otherwise = call => Task.FromResult(call.StateName == "F" && call.RetryCount == 0
            ? World.Failed("E", "c")
            : new TaskOutcome.Submitted(Json.True, _ => Task.FromResult(World.Succeeded("""{"é":"\"\\\n🚚"}"""))));
        world.Run("""
            {"StartAt":"F","States":{
              "F":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:f","TimeoutSeconds":5,
                   "Retry":[{"ErrorEquals":["E"]}],"Assign":{"kept.$":"$"},"Next":"T"},
              "T":{"Type":"Task","Resource":"arn:aws:states:::athena:startQueryExecution.sync","HeartbeatSeconds":9,
                   "Credentials":{"RoleArn":"role"},"Next":"M"},
              "M":{"Type":"Map","ItemsPath":"$.none","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"End":true}}}
            """);
        using var stream = new MemoryStream();
        using (var writer = new HistoryWriter(stream))
        {
            foreach (var happened in world.History.Events)
            {
                writer.Append(happened);
            }

            writer.Flush();
            stream.Write("{\"timestamp\":1"u8);
        }

        stream.Position = 0;
        var read = HistoryReader.Read(new StreamReader(stream)).ToList();
        Assert.Equal(Shown(world.History.Events), Shown(read));
    }

    private static string Shown(IEnumerable<HistoryEvent> events)
    {
        using var buffer = new Utf8Buffer();
        foreach (var happened in events)
        {
            HistoryJson.Write(happened, buffer);
            buffer.Write((byte)'\n');
        }

        return buffer.ToString();
    }

    private static void AssertFailed(ExecutionResult result, string name, string? cause) =>
        Assert.Equal(new StatesError(name, cause), Assert.IsType<ExecutionResult.Failed>(result).Error);

    private void AssertChain(string expected) => Assert.Equal(expected.ReplaceLineEndings("\n"), world.History.Chain);
}
