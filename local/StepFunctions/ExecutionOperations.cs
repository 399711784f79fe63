using System.Globalization;
using JsonValues;
using Local.Names;
using Local.Protocol;
using StatesLanguage;

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
        return JsonObject.Of(("executionArn", execution.ExecutionArn), ("startDate", execution.StartDate.Time()));
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
        return ExecutionJson.Describe(ended with { StopDate = result.StopDate })
            .Without("redriveCount", "redriveStatus", "redriveStatusReason")
            .With("status", StatusName.Of(result.Status))
            .With("billingDetails", JsonObject.Of(
                ("billedMemoryUsedInMB", 64),
                ("billedDurationInMilliseconds", Billed(result.StopDate - execution.StartDate))));
    }

    public async Task<JsonObject> StopAsync(JsonObject request, CancellationToken cancellation)
    {
        var execution = await running.StopAsync(
            Arn(request), request.ErrorName(), request.Cause(), cancellation);
        return JsonObject.Of(("stopDate", (execution.StopDate ?? clock.GetUtcNow()).Time()));
    }

    public JsonObject Redrive(JsonObject request) =>
        JsonObject.Of(("redriveDate", running.Redrive(Arn(request), request.TextOrNull("clientToken")).Time()));

    public JsonObject Describe(JsonObject request)
    {
        var arn = Arn(request);
        return mapRuns.DescribeChild(arn) ?? ExecutionJson.Describe(store.Describe(arn));
    }

    /// <summary>The state machine as it was when the execution started.</summary>
    public JsonObject DescribeStateMachine(JsonObject request)
    {
        var execution = store.Describe(Arn(request));
        return JsonObject.Of(
            ("stateMachineArn", execution.StateMachineArn),
            ("name", execution.StateMachine),
            ("definition", store.Definition(execution.ExecutionArn)),
            ("roleArn", execution.RoleArn ?? LocalNames.RoleArn),
            ("updateDate", execution.StartDate.Time()));
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
        return JsonObject.OfPresent(
            ("executions", JsonArray.Of(page.Items.Select(ExecutionJson.ListItem))), ("nextToken", page.NextToken));
    }

    /// <summary>A page of an execution's events, as they are written into its file.</summary>
    /// <returns>The answer: JSON in UTF-8.</returns>
    public byte[] History(JsonObject request)
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
        var isWhole = request.Flag("includeExecutionData", missing: true);
        using var answer = new Utf8Buffer();
        answer.Write("{\"events\":["u8);
        foreach (var (i, happened) in page.Items.Index())
        {
            answer.Write(i > 0 ? ","u8 : []);
            if (isWhole)
            {
                HistoryJson.Write(happened, answer);
            }
            else
            {
                WithoutData(happened).Write(answer);
            }
        }

        answer.Write((byte)']');
        if (page.NextToken is { } next)
        {
            answer.Write(",\"nextToken\":"u8);
            answer.WriteString(next);
        }

        answer.Write((byte)'}');
        return answer.Written.ToArray();
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

    private static JsonObject WithoutData(HistoryEvent happened)
    {
        var json = ((JsonObject)Json.Parse(HistoryJson.Text(happened))).With("timestamp", happened.Timestamp.Time());
        return JsonObject.Of(json.Select(member => member.Value is JsonObject details
            ? KeyValuePair.Create<string, Json>(member.Key, details.Without(
                "input", "inputDetails", "output", "outputDetails", "parameters", "assignedVariables", "assignedVariablesDetails"))
            : member));
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
