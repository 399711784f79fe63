using JsonValues;
using Local.Protocol;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>Step Functions' operations on state machines.</summary>
internal sealed class StateMachineOperations(StateMachines machines, TimeProvider clock)
{
    private const int MostListed = 1_000;
    private const int MostDiagnostics = 100;

    public JsonObject Create(JsonObject request)
    {
        RefuseVersion(request);
        var machine = machines.Create(
            request.Text("name"), request.Text("definition"), request.Text("roleArn"), IsExpress(request), Tags.Of(request), Monitoring.None.With(request));
        return JsonObject.Of(("stateMachineArn", machine.Arn), ("creationDate", machine.CreationDate.Time()));
    }

    public JsonObject Update(JsonObject request)
    {
        RefuseVersion(request);
        var (definition, role) = (request.TextOrNull("definition"), request.TextOrNull("roleArn"));
        if (definition is null && role is null && request.Given("loggingConfiguration") is null && request.Given("tracingConfiguration") is null)
        {
            throw new AwsException(
                "MissingRequiredParameter",
                "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified");
        }

        var machine = machines.Update(request.Text("stateMachineArn"), definition, role, monitoring => monitoring.With(request));
        return JsonObject.Of(("updateDate", clock.GetUtcNow().Time()), ("revisionId", machine.RevisionId));
    }

    public JsonObject Delete(JsonObject request)
    {
        machines.Delete(request.Text("stateMachineArn"));
        return JsonObject.Empty;
    }

    public JsonObject Describe(JsonObject request)
    {
        var machine = machines.Get(request.Text("stateMachineArn"));
        return JsonObject.Of(
            ("stateMachineArn", machine.Arn),
            ("name", machine.Name),
            ("status", "ACTIVE"),
            ("definition", machine.Definition),
            ("roleArn", machine.RoleArn),
            ("type", TypeName(machine)),
            ("creationDate", machine.CreationDate.Time()),
            ("loggingConfiguration", machine.Monitoring.LoggingJson()),
            ("tracingConfiguration", machine.Monitoring.TracingJson()),
            ("revisionId", machine.RevisionId));
    }

    public JsonObject List(JsonObject request)
    {
        var page = Page<StateMachineRecord>.Of(
            machines.All, machine => machine.Arn, request.TextOrNull("nextToken"), request.PageSize(100, MostListed));
        return JsonObject.OfPresent(
            ("stateMachines", JsonArray.Of(page.Items.Select(machine => JsonObject.Of(
                ("stateMachineArn", machine.Arn),
                ("name", machine.Name),
                ("type", TypeName(machine)),
                ("creationDate", machine.CreationDate.Time()))))),
            ("nextToken", page.NextToken));
    }

    public static JsonObject Validate(JsonObject request)
    {
        var type = IsExpress(request) ? ExecutionType.Express : ExecutionType.Standard;
        var most = request.PageSize(MostDiagnostics, MostDiagnostics);
        var findings = DefinitionLoader.Load(request.Text("definition"), type) is LoadedDefinition.Invalid(var found) ? found : [];
        return JsonObject.Of(
            ("result", findings.IsEmpty ? "OK" : "FAIL"),
            ("diagnostics", JsonArray.Of(findings.Take(most).Select(finding => JsonObject.Of(
                ("severity", "ERROR"),
                ("code", finding.Code),
                ("message", finding.Message),
                ("location", finding.Location))))),
            ("truncated", findings.Length > most));
    }

    /// <exception cref="AwsException">A version is asked for, of which there are none here, or a version is described and not asked for.</exception>
    private static void RefuseVersion(JsonObject request)
    {
        if (request.Flag("publish"))
        {
            throw new AwsException("ValidationException", "The local stage keeps no versions of state machines: leave out 'publish', and start the state machine itself.");
        }

        if (request.TextOrNull("versionDescription") is not null)
        {
            throw new AwsException("ValidationException", "Version description can only be set when publish is true");
        }
    }

    private static bool IsExpress(JsonObject request) => request.TextOrNull("type") switch
    {
        null or "STANDARD" => false,
        "EXPRESS" => true,
        var other => throw AwsException.Invalid("type", other, "Member must satisfy enum value set: [STANDARD, EXPRESS]"),
    };

    private static string TypeName(StateMachineRecord machine) => machine.IsExpress ? "EXPRESS" : "STANDARD";
}
