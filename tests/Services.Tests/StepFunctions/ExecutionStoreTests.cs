using System.Globalization;
using System.Text;
using JsonValues;
using Local.StepFunctions;
using Local.Storage;
using StatesLanguage;
using Tests.Shared;
using Execution = Local.StepFunctions.Execution;

namespace Services.Tests.StepFunctions;

public sealed class ExecutionStoreTests : IDisposable
{
    private const string Arn = "arn:aws:states:us-east-1:000000000000:execution:StorePlanning:morning";

    private const string MapRunArn = "arn:aws:states:us-east-1:000000000000:mapRun:StorePlanning/PlanDeliveries:m1";

    private static readonly DateTimeOffset Nine = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime clock = new();
    private ExecutionStore store;
    private int lastId;

    public ExecutionStoreTests() => store = Open();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_execution_is_there_from_its_start_and_ends_with_what_came_of_it()
    {
        var (started, run) = Start("morning", """{"asOf":"2026-11-20"}""");
        Assert.Equal(started, store.Describe(Arn));

        clock.Advance(TimeSpan.FromSeconds(3));
        run!.Close(ExecutionStatus.Succeeded, output: """{"lines":3}""");

        var ended = store.Describe(Arn);
        Assert.Equal(
            started with { Status = ExecutionStatus.Succeeded, StopDate = clock.GetUtcNow(), Output = """{"lines":3}""" }, ended);
        store = Open();
        Assert.Equal(ended, store.Describe(Arn));
        Assert.Equal("{ \"StartAt\": \"A\" }", store.Definition(Arn));
    }

    [Fact]
    public void An_execution_is_a_folder_a_person_can_read()
    {
        var (_, run) = Start("morning", "{}");
        run!.Append(Event(1));
        run.Save(MapRun(ExecutionStatus.Running));
        run.Append(Child);
        run.Close(ExecutionStatus.Failed, error: "States.Timeout", cause: "Too late.");

        Assert.Equal(
            [
                "StorePlanning/morning/definition.asl.json",
                "StorePlanning/morning/execution.json",
                "StorePlanning/morning/history.jsonl",
                "StorePlanning/morning/map-runs/m1.json",
                "StorePlanning/morning/map-runs/m1/children.jsonl",
            ],
            Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder.Root, file)).Order(StringComparer.Ordinal));
        Assert.Equal(
            """
            {
              "executionArn": "arn:aws:states:us-east-1:000000000000:execution:StorePlanning:morning",
              "stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:StorePlanning",
              "stateMachine": "StorePlanning",
              "name": "morning",
              "status": "FAILED",
              "startDate": "2026-11-20T09:00:00+00:00",
              "stopDate": "2026-11-20T09:00:00+00:00",
              "input": "{}",
              "error": "States.Timeout",
              "cause": "Too late.",
              "redriveCount": 0
            }
            """,
            File.ReadAllText(folder["StorePlanning/morning/execution.json"]));
    }

    [Fact]
    public void A_redrive_has_one_date_for_who_asks_first_and_for_who_asks_again()
    {
        Start("morning", "{}").Run!.Close(ExecutionStatus.Failed);
        store = Open(new FakeTimeProvider(new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) });

        using var run = store.Redrive(Arn, "token");

        Assert.Equal(run.Execution.RedriveDate, store.RedriveOf(Arn, "token"));
    }

    [Fact]
    public void The_last_ten_clients_tokens_name_their_redrives()
    {
        Start("morning", "{}").Run!.Close(ExecutionStatus.Failed);
        for (var i = 1; i <= 11; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            store.Redrive(Arn, $"token {i}").Close(ExecutionStatus.Failed);
        }

        store = Open();
        Assert.Null(store.RedriveOf(Arn, "token 1"));
        Assert.Equal(clock.GetUtcNow().AddSeconds(-9), store.RedriveOf(Arn, "token 2"));
        Assert.Equal(clock.GetUtcNow(), store.RedriveOf(Arn, "token 11"));
    }

    [Fact]
    public void History_and_children_come_back_line_by_line_while_the_execution_runs()
    {
        var (_, run) = Start("morning", "{}");
        using (run)
        {
            run!.Append(Event(1));
            run.Append(Event(2, new string('☕', 20_000)));
            run.Save(MapRun(ExecutionStatus.Running));
            run.Save(MapRun(ExecutionStatus.Succeeded));
            run.Append(Child);

            Assert.Equal([Event(1), Event(2, new string('☕', 20_000))], store.History(Arn));
            Assert.Equal([MapRun(ExecutionStatus.Succeeded)], store.MapRunsOf(Arn));
            Assert.Equivalent(Child, Assert.Single(store.Children(Arn, MapRunArn)), strict: true);
            Assert.Empty(store.Children(Arn, $"{MapRunArn}2"));
        }
    }

    [Fact]
    public void A_line_cut_short_by_a_crash_is_no_event()
    {
        Start("morning", "{}").Run!.Dispose();
        File.AppendAllText(folder["StorePlanning/morning/history.jsonl"], $"{Line(1)}\n{{\"id\":2");

        Assert.Equal([Event(1)], store.History(Arn));
        using (var file = new LineFile(folder["StorePlanning/morning/history.jsonl"]))
        {
            file.Append(Encoding.UTF8.GetBytes(Line(3)));
        }

        Assert.Equal([Event(1), Event(3)], store.History(Arn));
    }

    [Theory]
    [InlineData("x", "'x' is an invalid start of a value")]
    [InlineData("[]", "It is no JSON object.")]
    [InlineData("""{"type":"PassStateEntered","id":2}""", "It has no previousEventId.")]
    [InlineData("""{"type":null,"id":2}""", "Its type is null.")]
    [InlineData("""{"type":"PassStateEntered","id":2,"previousEventId":"1"}""", "Its previousEventId is no whole number.")]
    [InlineData("""{"type":"PassStateLeft","id":2,"previousEventId":1,"timestamp":1.5}""", "No event has the type 'PassStateLeft'.")]
    [InlineData("""{"type":"PassStateEntered","id":2,"previousEventId":1,"timestamp":1e15}""", "Its timestamp is no time.")]
    public void A_line_that_is_no_event_is_told_with_its_place(string line, string why)
    {
        Start("morning", "{}").Run!.Dispose();
        var path = folder["StorePlanning/morning/history.jsonl"];
        File.AppendAllText(path, $"{Line(1)}\n{line}\n");

        var error = Assert.Throws<DataFolderException>(() => store.History(Arn).ToList());

        Assert.StartsWith($"Line 2 of '{path}' cannot be read: {why}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(". Restore it from a copy, or delete the execution's folder to forget the execution.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Starting_the_running_execution_again_with_the_same_input_answers_with_it()
    {
        var (first, run) = Start("morning", "{}");
        using (run)
        {
            clock.Advance(TimeSpan.FromSeconds(1));

            Assert.Equal((first, null), Start("morning", "{}"));
        }
    }

    [Theory]
    [InlineData("""{"asOf":"2026-11-21"}""", false)]
    [InlineData("{}", true)]
    public void A_name_that_is_taken_is_refused(string input, bool ended)
    {
        var (_, run) = Start("morning", "{}");
        if (ended)
        {
            run!.Close(ExecutionStatus.Succeeded, "{}");
        }

        Refused("ExecutionAlreadyExists", $"Execution Already Exists: '{Arn}'", () => Start("morning", input));
        run!.Dispose();
    }

    [Fact]
    public void An_execution_without_a_name_has_an_id_for_one()
    {
        var (execution, run) = Start(null, "{}");
        run!.Dispose();

        Assert.Equal("id-1", execution.Name);
    }

    [Fact]
    public void An_execution_whose_process_ended_before_it_is_interrupted_and_still_bears_its_name()
    {
        var (started, run) = Start("morning", "{}");
        run!.Dispose();
        Start("evening", "{}").Run!.Close(ExecutionStatus.Succeeded, "{}");

        store = Open();

        Assert.Equal([started with { IsInterrupted = true }], store.List(status: ExecutionStatus.Running));
        Assert.Equal((started with { IsInterrupted = true }, null), Start("morning", "{}"));
    }

    [Fact]
    public void A_start_cut_short_before_there_was_an_execution_leaves_the_name_free()
    {
        Directory.CreateDirectory(folder["StorePlanning/morning"]);
        File.WriteAllText(folder["StorePlanning/morning/history.jsonl"], "old\n");
        store = Open();

        Start("morning", "{}").Run!.Dispose();

        Assert.Empty(store.History(Arn));
    }

    [Fact]
    public void Executions_are_listed_newest_first()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            Start(name, "{}").Run!.Close(name == "b" ? ExecutionStatus.Failed : ExecutionStatus.Succeeded);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["c", "b", "a"], store.List().Select(execution => execution.Name));
        Assert.Equal(["c", "a"], store.List("StorePlanning", ExecutionStatus.Succeeded).Select(execution => execution.Name));
        Assert.Empty(store.List("Other"));
    }

    [Theory]
    [InlineData("latest", "morning-2")]
    [InlineData("morning", "morning")]
    [InlineData("morning-", "morning-2")]
    [InlineData("e", "evening")]
    [InlineData(Arn, "morning")]
    [InlineData("arn:aws:states:us-east-1:000000000000:execution:StorePlanning:ev", "evening")]
    public void A_person_names_an_execution_by_its_beginning_or_as_the_latest(string text, string name)
    {
        StartSome();

        Assert.Equal(name, store.Find(text).Name);
    }

    [Theory]
    [InlineData("noon", "ExecutionDoesNotExist", "Execution Does Not Exist: 'noon'")]
    [InlineData("m", "InvalidArn", "'m' fits 2 executions, among them 'morning-2' and 'morning'. Write more of the name.")]
    public void A_name_that_fits_none_or_several_is_refused(string text, string code, string message)
    {
        StartSome();

        Refused(code, message, () => store.Find(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b", "InvalidName", "Invalid Name: 'a b'")]
    [InlineData("a/b", "InvalidName", "Invalid Name: 'a/b'")]
    [InlineData("a\u0085", "InvalidName", "Invalid Name: 'a\u0085'")]
    [InlineData("a#b", "InvalidName", "Invalid Name: 'a#b'")]
    public void A_name_Step_Functions_does_not_take_is_refused(string name, string code = "ValidationException", string? message = null) =>
        Refused(
            code,
            message ?? $"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
            () => Start(name, "{}"));

    [Fact]
    public void A_name_may_have_eighty_characters_and_no_more()
    {
        var name = new string('n', 80);
        Start(name, "{}").Run!.Dispose();

        Refused(
            "ValidationException",
            $"1 validation error detected: Value '{name}n' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80",
            () => Start(name + "n", "{}"));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void A_name_of_dots_stays_inside_the_folder(string name)
    {
        Start(name, "{}").Run!.Close(ExecutionStatus.Succeeded);

        store = Open();

        Assert.Equal(name, store.Find("latest").Name);
        Assert.Equal(["StorePlanning"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void Input_that_is_no_JSON_is_refused() => Refused(
        "InvalidExecutionInput",
        "Invalid State Machine Execution Input: 'Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'",
        () => Start("morning", "x"));

    [Fact]
    public void An_execution_file_that_is_damaged_is_named_and_leaves_out_its_execution_alone()
    {
        Start("morning", "{}").Run!.Dispose();
        Start("noon", "{}").Run!.Dispose();
        var path = folder["StorePlanning/morning/execution.json"];
        File.WriteAllText(path, "{");
        var notices = new List<string>();

        var opened = new ExecutionStore(folder.Root, clock, () => "id", notices.Add);

        Assert.Equal(["noon"], opened.List().Select(execution => execution.Name));
        var notice = Assert.Single(notices);
        Assert.StartsWith($"An execution is left out: '{path}' cannot be read: ", notice, StringComparison.Ordinal);
        Assert.EndsWith(" Restore it from a copy, or delete its folder to forget the execution.", notice, StringComparison.Ordinal);
    }

    private static void Refused(string code, string message, Func<object?> request)
    {
        var refusal = Assert.Throws<ExecutionException>(request);

        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }

    private void StartSome()
    {
        foreach (var name in new[] { "morning", "evening", "morning-2" })
        {
            Start(name, "{}").Run!.Dispose();
            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private (Execution Execution, ExecutionRun? Run) Start(string? name, string input) =>
        store.Start("StorePlanning", name, input, "{ \"StartAt\": \"A\" }");

    private ExecutionStore Open() => Open(clock);

    private ExecutionStore Open(TimeProvider time) =>
        new(folder.Root, time, () => string.Create(CultureInfo.InvariantCulture, $"id-{++lastId}"));

    private static KeptChild Child => new(
        new(MapRunArn, 0, "a", "c1", ExecutionType.Express, 1, Json.Of(1), Nine.AddTicks(1)),
        new ExecutionResult.Succeeded(JsonObject.Of(("n", Json.Of(1))), Nine.AddSeconds(1)),
        [Event(1)]);

    private static HistoryEvent Event(int id, string text = "") => new(
        id, 0, Nine.AddMilliseconds(1), HistoryEventType.PassStateEntered, new EventDetails.StateEntered("A", Json.Of(text)));

    private static string Line(int id) => HistoryJson.Text(Event(id));

    private static MapRun MapRun(ExecutionStatus status) => new()
    {
        MapRunArn = MapRunArn,
        ExecutionArn = Arn,
        Status = status,
        StartDate = Nine.AddMilliseconds(1),
        StopDate = status == ExecutionStatus.Running ? null : Nine.AddMilliseconds(2),
        MaxConcurrency = 3,
        ToleratedFailurePercentage = 2.5,
        ToleratedFailureCount = 4,
        ItemCounts = new(28, 1, 2, 3, 4, 5, 6) { ResultsWritten = 7 },
        ExecutionCounts = new(21, 6, 5, 4, 3, 2, 1),
        RedriveCount = 1,
    };
}
