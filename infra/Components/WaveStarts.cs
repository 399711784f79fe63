using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Sfn;

namespace Infra.Components;

/// <summary>
/// The starts of waves: each execution that succeeded, and a schedule for requests that were left, came late or wait for
/// a truck.
/// </summary>
/// <remarks>
/// The execution's end is told by EventBridge and not by a last state: an execution whose deliveries are planned has succeeded,
/// whatever becomes of the trucks; it is not redriven for them, and its role need not call them.
/// </remarks>
internal sealed class WaveStarts : Component
{
    private readonly Scope scope;

    public WaveStarts(Function storeTruck, StateMachine machine, Scope scope, Resource parent)
        : base("WaveStarts", "wave-starts", new() { Parent = parent })
    {
        this.scope = scope;

        var planned = MatchSucceededExecutions(machine);
        var permission = LetCall(storeTruck, planned);
        SendTrucks(planned, storeTruck, permission);
        _ = new FunctionSchedule(
            storeTruck,
            new("waves", "store-truck", "Sends trucks out with what waits", "SendTrucks", scope.Settings.WaveSchedule, new { source = "schedule" })
            {
                TimeZone = scope.Settings.ScheduleTimeZone,
            },
            scope,
            this);

        RegisterOutputs();
    }

    private EventRule MatchSucceededExecutions(StateMachine machine) => new("succeeded-executions", new()
    {
        Name = scope.Names.Of("succeeded-executions"),
        Description = "Executions whose deliveries are planned",
        EventPattern = machine.Arn.Apply(arn => new JsonObject
        {
            ["source"] = new JsonArray("aws.states"),
            ["detail-type"] = new JsonArray("Step Functions Execution Status Change"),
            ["detail"] = new JsonObject
            {
                ["stateMachineArn"] = new JsonArray(arn),
                ["status"] = new JsonArray("SUCCEEDED"),
            },
        }.ToJsonString()),
    }, Child);

    private Permission LetCall(Function storeTruck, EventRule planned) => new("succeeded-executions-call-store-truck", new()
    {
        StatementId = "SucceededExecutions",
        Action = "lambda:InvokeFunction",
        Function = storeTruck.Name,
        Principal = "events.amazonaws.com",
        SourceArn = planned.Arn,
        SourceAccount = scope.Account.Id,
    }, Child);

    private void SendTrucks(EventRule planned, Function storeTruck, Permission permission) =>
        _ = new EventTarget("succeeded-executions-to-store-truck", new()
        {
            Rule = planned.Name,
            Arn = storeTruck.Arn,
        }, ChildAfter(permission));
}
