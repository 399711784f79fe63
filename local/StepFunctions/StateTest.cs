using System.Text.Json;
using JsonValues;
using Local.Names;
using Local.Protocol;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>
/// TestState: runs one state with an input, as an execution would, and tells where it would go on. The state stands alone in a
/// state machine of its own, in which each state that it leads to is an end.
/// </summary>
/// <remarks>
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html. Tasks are called; nothing is retried,
/// and RETRIABLE says that it would be.
/// </remarks>
internal sealed class StateTest(ExecutionService stepFunctions, TimeProvider clock, Func<string> newId)
{
    private const string Machine = "TestState";
    private const string Unnamed = "State";
    private const string Everything = "States.ALL";

    // AWS's limit too.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private enum Way
    {
        Next,
        Retry,
        Catch,
    }

    public async Task<JsonObject> RunAsync(JsonObject request, CancellationToken cancellation)
    {
        if (request.Given("mock") is not null || request.Given("context") is not null || request.Given("stateConfiguration") is not null)
        {
            throw new AwsException(
                "ValidationException", "The local stage calls the state's own task: it takes no mock, no context and no stateConfiguration.");
        }

        var (name, state) = StateOf(request);
        var input = request.TextOrNull("input") ?? "{}";
        ExecutionStore.CheckInput(input);
        var ends = new List<(Way Way, string Target)>();
        var machine = DefinitionLoader.Load(Alone(name, state, request.TextOrNull("variables"), ends)) switch
        {
            LoadedDefinition.Valid(var valid) => valid,
            LoadedDefinition.Invalid invalid => throw new AwsException("InvalidDefinition", invalid.Message),
            var other => throw new System.Diagnostics.UnreachableException($"A definition is not {other}."),
        };
        var history = new Happenings();
        var id = newId();
        var execution = new Execution
        {
            ExecutionArn = StatesArn.Execution(Machine, id),
            StateMachineArn = StatesArn.StateMachine(Machine),
            StateMachine = Machine,
            Name = id,
            Status = ExecutionStatus.Running,
            StartDate = clock.GetUtcNow(),
            RoleArn = request.TextOrNull("roleArn") ?? LocalNames.RoleArn,
            Input = input,
        };
        using var limit = new CancellationTokenSource(Longest, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var result = await stepFunctions.RunUnkeptAsync(machine, execution, history, ended.Token);
        cancellation.ThrowIfCancellationRequested();
        var answer = result is ExecutionResult.Aborted or ExecutionResult.TimedOut
            ? Failed("FAILED", new(StatesError.Timeout, "The state ran for more than five minutes."))
            : Answer(result, history, ends);
        return request.TextOrNull("inspectionLevel") is "DEBUG" or "TRACE" ? answer.With("inspectionData", history.Inspection(input)) : answer;
    }

    /// <exception cref="AwsException">There is no such state.</exception>
    private static (string Name, JsonObject State) StateOf(JsonObject request)
    {
        JsonObject? definition;
        try
        {
            definition = Json.Parse(request.Text("definition")) as JsonObject;
        }
        catch (JsonException error)
        {
            throw new AwsException("InvalidDefinition", $"Invalid State Machine Definition: '{error.Message}'");
        }

        if (request.TextOrNull("stateName") is not { } name)
        {
            return (Unnamed, definition ?? throw new AwsException("InvalidDefinition", "Invalid State Machine Definition: 'The state should be a JSON object.'"));
        }

        var state = Find(definition, name) ?? throw new AwsException("ValidationException", $"The definition has no state '{name}'.");
        return (name, state.Given("QueryLanguage") is null && definition?.Given("QueryLanguage") is { } language
            ? state.With("QueryLanguage", language)
            : state);
    }

    // Names are unique in a definition, also over the states inside of Maps and Parallels.
    private static JsonObject? Find(Json? flow, string name)
    {
        if (flow?.Find("States") is not JsonObject states)
        {
            return null;
        }

        return states[name] as JsonObject ?? states
            .Select(state => state.Value as JsonObject)
            .OfType<JsonObject>()
            .SelectMany(state => (state["Branches"] as JsonArray ?? JsonArray.Empty).Append(state["ItemProcessor"]).Append(state["Iterator"]))
            .Select(inner => Find(inner, name))
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>The state machine in which the state stands alone.</summary>
    /// <param name="ends">Filled with what its other states stand for, each under the name <see cref="End"/> gives its index.</param>
    private static string Alone(string name, JsonObject state, string? variables, List<(Way Way, string Target)> ends)
    {
        state = Led(Led(state, "Next", Way.Next), "Default", Way.Next);
        if (state["Choices"] is JsonArray choices)
        {
            state = state.With("Choices", EachLed(choices, Way.Next));
        }

        var catchers = state["Catch"] is JsonArray listed ? EachLed(listed, Way.Catch) : JsonArray.Empty;
        if (state["Retry"] is JsonArray { Count: > 0 } retriers)
        {
            // A retrier that took the error is told from the others by where the state goes then.
            state = state.Without("Retry").With("Catch", JsonArray.Of(RetriedOrCaught(retriers, catchers)));
        }
        else if (catchers.Count > 0)
        {
            state = state.With("Catch", catchers);
        }

        // A catcher behind a retrier of every error leads nowhere.
        var text = state.ToString();
        var states = new JsonObject.Builder().Add(name, state);
        foreach (var end in Enumerable.Range(0, ends.Count).Select(End).Where(end => text.Contains($"\"{end}\"", StringComparison.Ordinal)))
        {
            states.Add(end, JsonObject.Of(("Type", "Succeed")));
        }

        var start = name;
        if (variables is not null)
        {
            start = End(ends.Count);
            states.Add(start, JsonObject.Of(("Type", "Pass"), ("Assign", Variables(variables)), ("Next", name)));
        }

        return JsonObject.Of(("StartAt", start), ("States", states.Build())).ToString();

        JsonObject Led(JsonObject from, string member, Way way)
        {
            if (from[member] is not JsonString target)
            {
                return from;
            }

            ends.Add((way, target.Value));
            return from.With(member, End(ends.Count - 1));
        }

        JsonArray EachLed(JsonArray from, Way way) => JsonArray.Of(from.Select(one => one is JsonObject rule ? Led(rule, "Next", way) : one));

        // States.ALL comes last in a Catch, and takes what is left.
        IEnumerable<Json> RetriedOrCaught(JsonArray retriers, JsonArray catchers)
        {
            foreach (var retrier in retriers.OfType<JsonObject>().Where(one => one["MaxAttempts"]?.ToString() != "0"))
            {
                var errors = retrier["ErrorEquals"] ?? Json.Null;
                yield return Led(JsonObject.Of(("ErrorEquals", errors), ("Next", "")), "Next", Way.Retry);
                if (errors is JsonArray all && all.Any(error => error is JsonString { Value: Everything }))
                {
                    yield break;
                }
            }

            foreach (var catcher in catchers)
            {
                yield return catcher;
            }
        }
    }

    private static JsonObject Variables(string text)
    {
        try
        {
            return Json.Parse(text) as JsonObject ?? throw new JsonException("They are no JSON object.");
        }
        catch (JsonException error)
        {
            throw new AwsException("ValidationException", $"The variables cannot be read: {error.Message}");
        }
    }

    private static string End(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"TestState way {index}");

    private static JsonObject Answer(ExecutionResult result, Happenings history, List<(Way Way, string Target)> ends)
    {
        if (result is ExecutionResult.Failed(var error, _))
        {
            return Failed("FAILED", error);
        }

        var output = ((ExecutionResult.Succeeded)result).Output.ToString();
        var reached = Enumerable.Range(0, ends.Count).FirstOrDefault(index => End(index) == history.Last, -1);
        if (reached < 0)
        {
            return JsonObject.Of(("output", output), ("status", "SUCCEEDED"));
        }

        var (way, target) = ends[reached];
        return way switch
        {
            Way.Retry => Failed("RETRIABLE", history.Error!),
            Way.Catch => JsonObject.OfPresent(
                ("error", history.Error!.Name), ("cause", history.Error.Cause), ("output", output), ("nextState", target), ("status", "CAUGHT_ERROR")),
            _ => JsonObject.Of(("output", output), ("nextState", target), ("status", "SUCCEEDED")),
        };
    }

    private static JsonObject Failed(string status, StatesError error) => JsonObject.OfPresent(
        ("error", error.Name), ("cause", error.Cause), ("status", status));

    /// <summary>Collects the events that show what happened in the state.</summary>
    private sealed class Happenings : IHistory
    {
        private string? parameters;
        private string? answered;

        /// <summary>The state entered last.</summary>
        public string? Last { get; private set; }

        public StatesError? Error { get; private set; }

        public void Append(HistoryEvent happened)
        {
            switch (happened.Details)
            {
                case EventDetails.StateEntered entered:
                    Last = entered.Name;
                    break;
                case EventDetails.Failed failed:
                    Error = failed.Error;
                    break;
                case EventDetails.TaskFailed failed:
                    Error = failed.Error;
                    break;
                case EventDetails.EvaluationFailed failed:
                    Error = failed.Error;
                    break;
                case EventDetails.TaskScheduled scheduled:
                    parameters = scheduled.Parameters.ToString();
                    break;
                case EventDetails.TaskAnswered answer:
                    answered = answer.Output.ToString();
                    break;
                case EventDetails.WorkScheduled scheduled:
                    parameters = scheduled.Input.ToString();
                    break;
                case EventDetails.WorkSucceeded succeeded:
                    answered = succeeded.Output.ToString();
                    break;
            }
        }

        public JsonObject Inspection(string input) => JsonObject.OfPresent(("input", input), ("afterParameters", parameters), ("result", answered));
    }
}
