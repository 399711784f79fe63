using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace StatesLanguage.Tests;

public sealed class DistributedMapTests
{
    private readonly World world = new();

    public static TheoryData<string, string, string, string> Readers => new()
    {
        { "CSV, headers in the first row", """{"InputType":"CSV","CSVHeaderLocation":"FIRST_ROW"}""",
            "id,name\n1,\"a, \"\"b\"\"\"\n\n2\n", """[{"id":"1","name":"a, \"b\""},{"id":"2","name":""}]""" },
        { "CSV with another delimiter", """{"InputType":"CSV","CSVHeaderLocation":"GIVEN","CSVHeaders":["x","y"],"CSVDelimiter":"PIPE"}""",
            "1|2|3\n", """[{"x":"1","y":"2"}]""" },
        { "JSON", """{"InputType":"JSON"}""", "[1,{\"a\":2}]", """[1,{"a":2}]""" },
        { "JSON, an object", """{"InputType":"JSON"}""", "{\"a\":1}", """[{"Key":"a","Value":1}]""" },
        { "JSON with a pointer", """{"InputType":"JSON","ItemsPointer":"/a~1b/0"}""", "{\"a/b\":[[5,6]]}", "[5,6]" },
        { "JSON Lines", """{"InputType":"JSONL","MaxItems":2}""", "{\"a\":1}\n\n2\n3\n", """[{"a":1},2]""" },
        { "Parquet", """{"InputType":"PARQUET"}""", "{\"a\":1,\"b\":null}\n", """[{"a":1,"b":null}]""" },
    };

    [Theory, MemberData(nameof(Readers))]
    public void Items_are_read(string what, string config, string content, string expected)
    {
        Assert.NotEmpty(what);
        world.Objects["data", "in"] = content;

        Assert.Equal(expected, world.Output(Reading("getObject", config, """{"Bucket":"data","Key":"in"}""")));
    }

    [Theory]
    [InlineData("PARQUET", "{\"a\":1}\n")]
    [InlineData("JSONL", "{\"a\":1}\n")]
    public void An_Athena_manifest_names_the_objects_to_read(string type, string content)
    {
        world.Objects["data", "q-manifest.csv"] = "s3://data/plans/one\ns3://data/plans/two\n";
        world.Objects["data", "plans/one"] = content;
        world.Objects["data", "plans/two"] = content;
        var definition = Reading(
            "getObject", $$"""{"ManifestType":"ATHENA_DATA","InputType":"{{type}}"}""", """{"Bucket":"data","Key":"q-manifest.csv"}""",
            ""","ItemSelector":{"value.$":"$$.Map.Item.Value.a","source.$":"$$.Map.Item.Source","index.$":"$$.Map.Item.Index"}""");

        Assert.Equal(
            """[{"value":1,"source":"S3://data/plans/one","index":0},{"value":1,"source":"S3://data/plans/two","index":1}]""",
            world.Output(definition));
    }

    [Fact]
    public void An_inventory_manifest_names_columns_and_files()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes("\"b\",\"k1\"\n\"b\",\"k2\"\n"));
        }

        world.Objects["data", "manifest.json"] = """{"fileSchema":"Bucket, Key","files":[{"key":"data/1.csv.gz"}]}""";
        world.Objects.Put("data", "data/1.csv.gz", packed.ToArray());

        Assert.Equal(
            """[{"Bucket":"b","Key":"k1"},{"Bucket":"b","Key":"k2"}]""",
            world.Output(Reading("getObject", """{"ManifestType":"S3_INVENTORY"}""", """{"Bucket":"data","Key":"manifest.json"}""")));
    }

    [Fact]
    public void Listed_objects_are_items()
    {
        world.Objects["data", "in/1"] = "x";
        world.Objects["data", "out/1"] = "x";

        Assert.Equal(
            """[{"Etag":"\"tag\"","Key":"in/1","LastModified":1.7951616E9,"Size":1,"StorageClass":"STANDARD"}]""",
            world.Output(Reading("listObjectsV2", "{}", """{"Bucket":"data","Prefix":"in/"}""")));
    }

    [Fact]
    public void An_object_that_is_not_there_fails_the_run()
    {
        Assert.Equal(
            "States.ItemReaderFailed: An error occurred while executing the state 'D' (entered at the event id #2). The object s3://data/in does not exist.",
            world.Output(Reading("getObject", """{"InputType":"JSON"}""", """{"Bucket":"data","Key":"in"}""")));
        Assert.Equal(
            "ExecutionStarted MapStateEntered MapStateStarted MapRunStarted MapRunFailed MapStateFailed ExecutionFailed", world.History.Types);
    }

    [Fact]
    public void Batches_are_full_by_count_or_by_bytes()
    {
        // {"BatchInput":{"day":5},"Items":[4,555]} has 40 bytes.
        Assert.Equal(
            """[{"BatchInput":{"day":5},"Items":[1,2,3]},{"BatchInput":{"day":5},"Items":[4,555]},{"BatchInput":{"day":5},"Items":[6]}]""",
            world.Output(
                Mapping(""","ItemsPath":"$.n","ItemBatcher":{"MaxItemsPerBatch":3,"MaxInputBytesPerBatch":41,"BatchInput":{"day.$":"$.day"}}"""),
                """{"n":[1,2,3,4,555,6],"day":5}"""));
        Assert.Equal([3, 2, 1], world.History.Children.Select(entry => entry.Child.Items));
        Assert.Equal(new MapRunCounts(6, 0, 0, 6, 0, 0, 0), world.History.MapRuns[^1].ItemCounts);
        Assert.Equal(new MapRunCounts(3, 0, 0, 3, 0, 0, 0), world.History.MapRuns[^1].ExecutionCounts);
    }

    [Fact]
    public void Batches_hold_what_one_child_can_take()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll<int[], PositiveInt, PositiveInt>((items, most, bytes) =>
        {
            var output = new World().Output(
                Mapping($$$"""
                    ,"ItemsPath":"$.n","ItemBatcher":{"MaxItemsPerBatch":{{{most.Get}}},"MaxInputBytesPerBatch":{{{bytes.Get + 12}}}}
                    """),
                $$"""{"n":[{{string.Join(',', items)}}]}""");
            var batches = ((JsonArray)Json.Parse(output)).Select(batch => (JsonArray)((JsonObject)batch)["Items"]!).ToList();
            Assert.Equal(items, batches.SelectMany(batch => batch).Select(item => (int)((JsonNumber)item).Value));
            Assert.All(batches, batch => Assert.InRange(batch.Count, 1, most.Get));
            Assert.All(batches, batch => Assert.True(batch.Count == 1 || batch.Utf8Length + 10 <= bytes.Get + 12));
        }));
    }

    [Theory]
    [InlineData("\"ToleratedFailureCount\":1", 1, true)]
    [InlineData("\"ToleratedFailureCount\":1", 2, false)]
    [InlineData("\"ToleratedFailurePercentage\":25", 1, true)]
    [InlineData("\"ToleratedFailurePercentage\":25", 2, false)]
    [InlineData("\"ToleratedFailurePercentage\":50,\"ToleratedFailureCount\":1", 2, false)]
    [InlineData("\"Comment\":\"none\"", 0, true)]
    [InlineData("\"Comment\":\"none\"", 1, false)]
    public void Some_failures_are_tolerated(string tolerance, int failures, bool succeeds)
    {
        world.Otherwise = call => Task.FromResult(
            int.Parse(call.Parameters.ToString(), null) <= failures ? World.Failed("E", "c") : new TaskOutcome.Succeeded(call.Parameters));
        var result = world.Run(
            Mapping($",\"MaxConcurrency\":1,{tolerance}", "{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::sqs:sendMessage\",\"End\":true}"),
            "[1,2,3,4]");

        Assert.Equal(succeeds, result is ExecutionResult.Succeeded);
        if (result is ExecutionResult.Failed(var error, _))
        {
            Assert.Equal(new StatesError("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"), error);
        }
    }

    [Theory]
    [InlineData("\"ToleratedFailureCount\":5", 5, 0)]
    [InlineData("\"ToleratedFailurePercentage\":25.5", 0, 25.5)]
    [InlineData("\"Comment\":\"none\"", 0, 0)]
    public void A_map_run_shows_what_it_tolerates_and_0_where_nothing_is_said(string tolerance, long count, double percentage)
    {
        world.Run(Mapping($",{tolerance}"), "[1]");

        var shown = world.History.MapRuns[^1];
        Assert.Equal((count, percentage), (shown.ToleratedFailureCount, shown.ToleratedFailurePercentage));
    }

    [Fact]
    public void Too_many_failures_stop_the_children_that_still_run()
    {
        world.Otherwise = call => call.Parameters.ToString() == "3"
            ? Task.FromResult(World.Failed("E"))
            : new TaskCompletionSource<TaskOutcome>().Task;
        world.Run(Mapping("", "{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::sqs:sendMessage\",\"End\":true}"), "[1,2,3]");

        Assert.Equal(new MapRunCounts(3, 0, 0, 0, 1, 0, 2), world.History.MapRuns[^1].ExecutionCounts);
    }

    [Fact]
    public void Results_are_written_with_a_manifest()
    {
        world.Otherwise = call => Task.FromResult(
            call.Parameters.ToString() == "2" ? World.Failed("E", "c") : new TaskOutcome.Succeeded(call.Parameters));
        var output = (JsonObject)Json.Parse(world.Output(
            Mapping(
                ""","Label":"Each","ToleratedFailureCount":1,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"data","Prefix":"runs/"}}""",
                "{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::sqs:sendMessage\",\"End\":true}"),
            "[1,2]"));

        var run = world.History.MapRuns[^1];
        var details = (JsonObject)output["ResultWriterDetails"]!;
        var key = ((JsonString)details["Key"]!).Value;
        Assert.Equal(Json.Of(run.MapRunArn), output["MapRunArn"]);
        Assert.StartsWith("arn:aws:states:us-east-1:000000000000:mapRun:machine/Each:", run.MapRunArn, StringComparison.Ordinal);
        Assert.Equal(2, run.ItemCounts.ResultsWritten);
        Assert.Matches("^runs/[0-9a-f-]{36}/manifest.json$", key);
        var folder = key[..^"manifest.json".Length];
        Assert.Equal([$"{folder}FAILED_0.json", $"{folder}SUCCEEDED_0.json", key], world.Objects.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            $$$"""{"DestinationBucket":"data","MapRunArn":"{{{run.MapRunArn}}}","ResultFiles":{"FAILED":[{"Key":"{{{folder}}}FAILED_0.json","Size":{{{world.Objects["data", folder + "FAILED_0.json"].Length}}}}],"PENDING":[],"SUCCEEDED":[{"Key":"{{{folder}}}SUCCEEDED_0.json","Size":{{{world.Objects["data", folder + "SUCCEEDED_0.json"].Length}}}}]} }""".Replace("} }", "}}", StringComparison.Ordinal),
            world.Objects["data", key]);
        var failed = (JsonObject)((JsonArray)Json.Parse(world.Objects["data", folder + "FAILED_0.json"]))[0];
        Assert.Equal(
            ("c", "E", "2", "FAILED", "arn:aws:states:us-east-1:000000000000:stateMachine:machine/Each"),
            (Text(failed, "Cause"), Text(failed, "Error"), Text(failed, "Input"), Text(failed, "Status"), Text(failed, "StateMachineArn")));
    }

    [Theory]
    [InlineData("COMPACT", "JSON", "[[1],[2,3]]")]
    [InlineData("FLATTEN", "JSON", "[1,2,3]")]
    [InlineData("FLATTEN", "JSONL", "\"1\\n2\\n3\\n\"")]
    public void Results_are_transformed(string transformation, string type, string expected) => Assert.Equal(
        expected,
        world.Output(Mapping($$$""","ResultWriter":{"WriterConfig":{"Transformation":"{{{transformation}}}","OutputType":"{{{type}}}"}}"""), "[[1],[2,3]]"));

    [Fact]
    public void No_more_children_run_at_once_than_allowed()
    {
        var (running, most) = (0, 0);
        world.Otherwise = async call =>
        {
            most = Math.Max(most, ++running);
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
            running--;
            return new TaskOutcome.Succeeded(call.Parameters);
        };
        world.Run(
            Mapping(",\"MaxConcurrency\":3", "{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::sqs:sendMessage\",\"End\":true}"),
            "[1,2,3,4,5,6,7]");

        Assert.Equal(3, most);
        Assert.Equal(World.Start.AddSeconds(3), world.History.Events[^1].Timestamp);
    }

    [Fact]
    public async Task Children_run_on_as_many_threads_as_there_are()
    {
        world.Otherwise = async call =>
        {
            await Task.Yield();
            return int.Parse(call.Parameters.ToString(), null) % 10 == 0 ? World.Failed("E") : new TaskOutcome.Succeeded(call.Parameters);
        };
        var host = new Host { Tasks = new Locked(world), Random = new Random(1) };
        var machine = World.Machine(Mapping(
            ",\"ToleratedFailurePercentage\":10,\"ResultSelector\":{\"n.$\":\"States.ArrayLength($)\"}",
            "{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::sqs:sendMessage\",\"Retry\":[{\"ErrorEquals\":[\"E\"],\"MaxAttempts\":1,\"IntervalSeconds\":0}],\"End\":true}"));
        var input = JsonArray.Of(Enumerable.Range(1, 1000).Select(i => Json.Of(i)));

        var execution = Execution.Run(machine, ExecutionStart.Named("machine", "run", input, host), host, world.History);

        Assert.Equal("{\"n\":1000}", Assert.IsType<ExecutionResult.Succeeded>(await execution.Completion).Output.ToString());
        Assert.Equal(new MapRunCounts(1000, 0, 0, 900, 100, 0, 0), world.History.MapRuns[^1].ItemCounts);
        Assert.Equal(1100, world.Calls.Count);
    }

    private static string Text(JsonObject owner, string name) => ((JsonString)owner[name]!).Value;

    private static string Reading(string action, string config, string parameters, string rest = "") => Mapping(
        $$""","ItemReader":{"Resource":"arn:aws:states:::s3:{{action}}","ReaderConfig":{{config}},"Parameters":{{parameters}}}{{rest}}""");

    private static string Mapping(string fields, string state = "{\"Type\":\"Pass\",\"End\":true}") => """
        {"StartAt":"D","States":{"D":{"Type":"Map","End":true FIELDS,"ItemProcessor":{
          "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"I","States":{"I":STATE}}}}}
        """.Replace("FIELDS", fields, StringComparison.Ordinal)
        .Replace(":STATE}", $":{state}}}", StringComparison.Ordinal);

    // The world's list of calls is made for one thread.
    private sealed class Locked(ITaskService inner) : ITaskService
    {
        public Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation)
        {
            lock (inner)
            {
                return inner.RunAsync(call, cancellation);
            }
        }
    }
}
