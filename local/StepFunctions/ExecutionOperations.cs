using System.Globalization;
using System.Text.Json.Nodes;
using Local.Integrations;
using Local.Names;
using Local.Protocol;
using StatesLanguage;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace Local.StepFunctions;

/// <summary>Step Functions' operations on executions.</summary>
internal sealed class ExecutionOperations(
    StateMachines machines, RunningExecutions running, ExecutionStore store, MapRunOperations mapRuns, TimeProvider clock)
{
    private const int MostListed = 1_000;

    public JsonObject Start(JsonObject request)
    {
        var machine = machines.Get(request.Text("stateMachineArn"));
        var execution = running.Start(machine, request.TextOrNull("name"), request.TextOrNull("input") ?? "{}");
        return new() { ["executionArn"] = execution.ExecutionArn, ["startDate"] = execution.StartDate.Time() };
    }

    public async Task<JsonObject> StartSyncAsync(JsonObject request, CancellationToken cancellation)
    {
        var machine = machines.Get(request.Text("stateMachineArn"));
        if (!machine.IsExpress)
        {
            throw new AwsException(
                "StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");
        }

        var (execution, result) = await running.RunAsync(
            machine, request.TextOrNull("name"), request.TextOrNull("input") ?? "{}", cancellation);
        var ended = result switch
        {
            ExecutionResult.Succeeded(var output, _) => execution with { Output = output.ToString() },
            ExecutionResult.Failed(var error, _) => execution with { Error = error.Name, Cause = error.Cause },
            ExecutionResult.TimedOut => execution with { Error = StatesError.Timeout },
            _ => execution,
        };
        var answer = ExecutionJson.Describe(ended with { StopDate = result.StopDate });
        foreach (var kept in new[] { "redriveCount", "redriveStatus", "redriveStatusReason" })
        {
            answer.Remove(kept);
        }

        answer["status"] = StatusName.Of(result.Status);
        answer["billingDetails"] = new JsonObject
        {
            ["billedMemoryUsedInMB"] = 64,
            ["billedDurationInMilliseconds"] = Billed(result.StopDate - execution.StartDate),
        };
        return answer;
    }

    public async Task<JsonObject> StopAsync(JsonObject request, CancellationToken cancellation)
    {
        var execution = await running.StopAsync(
            Arn(request), request.ErrorName(), request.Cause(), cancellation);
        return new() { ["stopDate"] = (execution.StopDate ?? clock.GetUtcNow()).Time() };
    }

    public JsonObject Redrive(JsonObject request) => new() { ["redriveDate"] = running.Redrive(Arn(request), request.TextOrNull("clientToken")).Time() };

    public JsonObject Describe(JsonObject request)
    {
        var arn = Arn(request);
        return mapRuns.DescribeChild(arn) ?? ExecutionJson.Describe(store.Describe(arn));
    }

    /// <summary>The state machine as it was when the execution started.</summary>
    public JsonObject DescribeStateMachine(JsonObject request)
    {
        var execution = store.Describe(Arn(request));
        return new()
        {
            ["stateMachineArn"] = execution.StateMachineArn,
            ["name"] = execution.StateMachine,
            ["definition"] = store.Definition(execution.ExecutionArn),
            ["roleArn"] = execution.RoleArn ?? LocalNames.RoleArn,
            ["updateDate"] = execution.StartDate.Time(),
        };
    }

    public JsonObject List(JsonObject request)
    {
        if (request.TextOrNull("mapRunArn") is { } mapRun)
        {
            return mapRuns.ListChildren(mapRun, request);
        }

        var machine = request.Text("stateMachineArn");
        var name = store.List().FirstOrDefault(execution => execution.StateMachineArn == machine)?.StateMachine
            ?? machines.Get(machine).Name;
        var redriven = request.TextOrNull("redriveFilter") switch
        {
            null => (bool?)null,
            "REDRIVEN" => true,
            "NOT_REDRIVEN" => false,
            var other => throw AwsException.Invalid(
                "redriveFilter", other, "Member must satisfy enum value set: [REDRIVEN, NOT_REDRIVEN]"),
        };
        var page = Page<Execution>.Of(
            store.List(name, Status(request)).Where(execution => redriven is null || redriven == execution.RedriveCount > 0),
            execution => execution.ExecutionArn,
            request.TextOrNull("nextToken"),
            request.PageSize(100, MostListed));
        return Members.Object(
            ("executions", new JsonArray([.. page.Items.Select(ExecutionJson.ListItem)])), ("nextToken", page.NextToken));
    }

    public JsonObject History(JsonObject request)
    {
        var arn = Arn(request);
        if (arn.Contains(":express:", StringComparison.Ordinal))
        {
            throw new AwsException("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: express'");
        }

        var history = mapRuns.History(arn) ?? store.History(arn);
        var page = Page<HistoryEvent>.Of(
            request.Flag("reverseOrder") ? history.Reverse() : history,
            happened => happened.Id.ToString(CultureInfo.InvariantCulture),
            request.TextOrNull("nextToken"),
            request.PageSize(100, MostListed));
        var events = page.Items.Select(happened => JsonNode.Parse(HistoryJson.Text(happened))!).ToArray();
        if (!request.Flag("includeExecutionData", missing: true))
        {
            foreach (var happened in events)
            {
                RemoveData(happened);
            }
        }

        return Members.Object(("events", new JsonArray(events)), ("nextToken", page.NextToken));
    }

    /// <exception cref="AwsException">No status is called so.</exception>
    public static ExecutionStatus? Status(JsonObject request) => request.TextOrNull("statusFilter") switch
    {
        null => null,
        var text when StatusName.Find(text) is { } status => status,
        var other => throw AwsException.Invalid(
            "statusFilter",
            other,
            $"Member must satisfy enum value set: [{string.Join(", ", Enum.GetValues<ExecutionStatus>().Select(StatusName.Of))}]"),
    };

    private static void RemoveData(JsonNode happened)
    {
        foreach (var details in happened.AsObject().Select(member => member.Value).OfType<JsonObject>())
        {
            foreach (var data in new[] { "input", "inputDetails", "output", "outputDetails", "parameters", "assignedVariables", "assignedVariablesDetails" })
            {
                details.Remove(data);
            }
        }
    }

    // EXPRESS executions are billed by 100 milliseconds.
    private static long Billed(TimeSpan time) => 100 * (long)Math.Ceiling(time.TotalMilliseconds / 100);

    private static string Arn(JsonObject request)
    {
        var arn = request.Text("executionArn");
        return arn.StartsWith("arn:", StringComparison.Ordinal)
            ? arn
            : throw new AwsException("InvalidArn", $"Invalid Arn: 'Invalid ARN prefix: {arn}'");
    }
}
