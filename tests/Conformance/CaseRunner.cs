using JsonValues;
using StatesLanguage;
using Tests.Shared;

namespace Conformance;

/// <summary>Runs cases in virtual time, and gives what the protocol asks for.</summary>
internal sealed class CaseRunner : IDisposable
{
    private readonly Random random = new(1);
    private readonly V8Jsonata jsonata = new();

    public JsonObject Run(Case test) => DefinitionLoader.Load(test.Definition, test.Type) switch
    {
        LoadedDefinition.Invalid invalid => Result(test, "INVALID", new StatesError("InvalidDefinition", invalid.Message)),
        LoadedDefinition.Valid when test.IsValidation => Result(test, "VALID"),
        LoadedDefinition.Valid(var machine) => Run(test, machine),
        var other => throw new System.Diagnostics.UnreachableException($"No rule takes {other}."),
    };

    public void Dispose() => jsonata.Dispose();

    private JsonObject Run(Case test, StateMachine machine)
    {
        var time = new VirtualTime(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero));
        var events = new EventList();
        var tokens = new TaskTokens();
        var host = new Host
        {
            Tasks = new MockedTasks(test.Mocks, tokens),
            Tokens = tokens,
            Objects = new CaseObjects(test.Objects, time),
            Jsonata = new TimedJsonata(jsonata, time),
            Clock = time,
            Random = random,
            Account = "111111111111",
            Scheduler = () => time.Scheduler,
        };
        var result = time.Run(() => Execution.Run(machine, Start(test, host), host, events).Completion);
        return result switch
        {
            ExecutionResult.Succeeded(var output, _) => Result(test, "SUCCEEDED", null, output, events.Events),
            ExecutionResult.Failed(var error, _) => Result(test, "FAILED", error, null, events.Events),
            _ => Result(test, "TIMED_OUT", null, null, events.Events),
        };
    }

    private static ExecutionStart Start(Case test, Host host)
    {
        var start = ExecutionStart.Named("statemachine_0", "execution_0", test.Input, host);
        return start with
        {
            ExecutionArn = test.Context("Execution", "Id") ?? start.ExecutionArn,
            Name = test.Context("Execution", "Name") ?? start.Name,
            IsSynchronous = test.IsSynchronous,
            RoleArn = test.Context("Execution", "RoleArn") ?? "snf_role_arn",
            StateMachineArn = test.Context("StateMachine", "Id") ?? start.StateMachineArn,
            StateMachineName = test.Context("StateMachine", "Name") ?? start.StateMachineName,
        };
    }

    private static JsonObject Result(
        Case test, string status, StatesError? error = null, Json? output = null, JsonArray? events = null)
    {
        var result = new JsonObject.Builder().Add("id", Json.Of(test.Id)).Add("status", Json.Of(status));
        if (output is not null)
        {
            result.Add("output", output);
        }

        if (error?.Name is { } name)
        {
            result.Add("error", Json.Of(name));
        }

        if (error?.Cause is { } cause)
        {
            result.Add("cause", Json.Of(cause));
        }

        return events is null ? result.Build() : result.Add("events", events).Build();
    }
}
