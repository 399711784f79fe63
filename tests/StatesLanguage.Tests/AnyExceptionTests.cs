using System.Text.Json;

namespace StatesLanguage.Tests;

/// <summary>Whatever a service, a reader, a writer or an evaluator throws, the execution ends, as AWS would end it.</summary>
public sealed class AnyExceptionTests
{
    private static readonly Exception[] Exceptions =
    [
        new InvalidOperationException("broken"), new JsonException("broken"), new ArgumentException("broken"), new FormatException("broken"),
        new OverflowException("broken"), new InvalidDataException("broken"), new EndOfStreamException("broken"), new KeyNotFoundException("broken"),
        new NotSupportedException("broken"), new UnauthorizedAccessException("broken"),
        new TaskCanceledException("broken"), new OperationCanceledException("broken"),
        new TimeoutException("broken"), new AggregateException("broken"), new ObjectDisposedException("broken"), new FileNotFoundException("broken"),
    ];

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            TheoryData<string, string, string> cases = [];
            foreach (var exception in Exceptions)
            {
                cases.Add(exception.GetType().Name, "service", StatesError.TaskFailed);
                cases.Add(exception.GetType().Name, "service, later", StatesError.TaskFailed);
                cases.Add(exception.GetType().Name, "job", StatesError.TaskFailed);
                cases.Add(exception.GetType().Name, "reader", StatesError.ItemReaderFailed);
                cases.Add(exception.GetType().Name, "list", StatesError.ItemReaderFailed);
                cases.Add(exception.GetType().Name, "parquet", StatesError.ItemReaderFailed);
                cases.Add(exception.GetType().Name, "writer", StatesError.ResultWriterFailed);
                cases.Add(exception.GetType().Name, "evaluator", StatesError.QueryEvaluation);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whatever_is_thrown_fails_the_state_with_the_name_of_its_source(string exception, string source, string name)
    {
        var thrown = Exceptions.Single(one => one.GetType().Name == exception);

        var result = Run(thrown, source, catches: false, out var history);

        Assert.Equal(name, Assert.IsType<ExecutionResult.Failed>(result).Error.Name);
        Assert.Contains("broken", ((ExecutionResult.Failed)result).Error.Cause, StringComparison.Ordinal);
        Assert.Equal(HistoryEventType.ExecutionFailed, history.Events[^1].Type);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whatever_is_thrown_can_be_caught(string exception, string source, string name)
    {
        var thrown = Exceptions.Single(one => one.GetType().Name == exception);

        var result = Run(thrown, source, catches: true, out _);

        var caught = (JsonObject)Assert.IsType<ExecutionResult.Succeeded>(result).Output;
        Assert.Equal(Json.Of(name), caught["Error"]);
    }

    [Theory]
    [InlineData("Wait", "SecondsPath", 99_999_999_999)]
    [InlineData("Wait", "SecondsPath", 922_337_203_685)]
    [InlineData("Wait", "SecondsPath", long.MaxValue)]
    [InlineData("Task", "TimeoutSecondsPath", 99_999_999_999)]
    [InlineData("Task", "TimeoutSecondsPath", 922_337_203_686)]
    [InlineData("Task", "TimeoutSecondsPath", long.MaxValue)]
    [InlineData("Task", "HeartbeatSecondsPath", long.MaxValue)]
    public void A_length_of_time_that_no_clock_can_tell_still_lets_the_execution_end(string type, string field, long seconds)
    {
        var task = type == "Task" ? ""","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{}""" : "";
        var timeout = field == "HeartbeatSecondsPath" ? ",\"TimeoutSecondsPath\":\"$.s\"" : "";
        var world = new World();

        var result = world.Run(
            $$$"""{"StartAt":"W","States":{"W":{"Type":"{{{type}}}"{{{task}}}{{{timeout}}},"{{{field}}}":"$.s","End":true} } }""",
            $$"""{"s":{{seconds}}}""",
            execution => _ = type == "Wait" ? StopAsync(world, execution) : Task.CompletedTask);

        Assert.True(result is ExecutionResult.Succeeded or ExecutionResult.Aborted, result.ToString());
    }

    [Fact]
    public void A_history_that_cannot_be_written_leaves_the_execution_where_it_is()
    {
        var machine = World.Machine("""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""");
        var world = new World();
        var start = ExecutionStart.Named("machine", "run", Json.Parse("{}"), world.Host);

        var fault = Assert.Throws<IOException>(
            () => world.Time.Run(() => Execution.Run(machine, start, world.Host, new FullDisk()).Completion));

        Assert.Equal("No space left on device", fault.Message);
    }

    private static async Task StopAsync(World world, Execution execution)
    {
        await Task.Delay(TimeSpan.FromSeconds(5), world.Time);
        execution.Stop();
    }

    private static ExecutionResult Run(Exception exception, string source, bool catches, out History history)
    {
        var broken = new Broken(exception, source);
        var world = new World();
        world.Host = world.Host with { Tasks = broken, Objects = broken, Parquet = broken, Jsonata = broken };
        var result = world.Run(Definition(source, catches), """[1]""");
        history = world.History;
        return result;
    }

    private static string Definition(string source, bool catches)
    {
        var caught = catches ? ""","Catch":[{"ErrorEquals":["States.ALL"],"Next":"Caught"}]""" : "";
        var state = source switch
        {
            "service" or "service, later" => """ "Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{} """,
            "job" => """ "Type":"Task","Resource":"arn:aws:states:::athena:startQueryExecution.sync","Parameters":{} """,
            "evaluator" => """ "Type":"Task","QueryLanguage":"JSONata","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"a":"{% 1 + 1 %}"} """,
            "writer" => Map("", ""","ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"b","Prefix":"p"}}"""),
            "list" => Map(""" "ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket":"b","Prefix":"p"}}, """, ""),
            _ => Map(
                $$$""" "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"{{{(source == "parquet" ? "PARQUET" : "JSON")}}}"},"Parameters":{"Bucket":"b","Key":"k"}}, """,
                ""),
        };
        var handler = catches ? ""","Caught":{"Type":"Pass","End":true}""" : "";
        return $$$"""{"StartAt":"A","States":{"A":{ {{{state}}},"End":true{{{caught}}}}{{{handler}}}}}""";
    }

    private static string Map(string before, string after) =>
        $$$""" "Type":"Map",{{{before}}}"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"I","States":{"I":{"Type":"Pass","End":true} } }{{{after}}} """;

    private sealed class FullDisk : IHistory
    {
        public void Append(HistoryEvent happened) => throw new IOException("No space left on device", 28);
    }

    /// <summary>Everything an execution calls, of which one part throws.</summary>
    private sealed class Broken(Exception exception, string source) : ITaskService, IObjectStore, IParquetReader, IJsonata
    {
        public Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation) => source switch
        {
            "service" => throw exception,
            "job" => Task.FromResult<TaskOutcome>(new TaskOutcome.Submitted(JsonObject.Empty, _ => Task.FromException<TaskOutcome>(exception))),
            _ => Task.FromException<TaskOutcome>(exception),
        };

        public Task<Stream?> OpenAsync(string bucket, string key, CancellationToken cancellation) =>
            source == "parquet" ? Task.FromResult<Stream?>(new MemoryStream()) : throw exception;

        public IAsyncEnumerable<StoredObject> ListAsync(string bucket, string prefix, CancellationToken cancellation) => throw exception;

        public Task WriteAsync(string bucket, string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
            Task.FromException(exception);

        public IAsyncEnumerable<JsonObject> ReadAsync(string bucket, string key, CancellationToken cancellation) => throw exception;

        public ValueTask<IReadOnlyList<JsonataAnswer>> EvaluateAsync(JsonataRequest request, CancellationToken cancellation) => throw exception;
    }
}
