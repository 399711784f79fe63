using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sfn.Inputs;
using Pulumi.Aws.Sqs;

namespace Infra.Components;

/// <summary>The state machine that asks who runs low, and the function that plans the deliveries.</summary>
internal sealed class Planning : Component
{
    public const string Handler = "StorePlanning::StorePlanning.PlanStores_Handle_Generated::Handle";

    private readonly Scope scope;
    private readonly string machineName;

    public Planning(DataLake lake, Queue deliveries, Scope scope, Resource parent)
        : base("Planning", "planning", new() { Parent = parent })
    {
        this.scope = scope;
        machineName = scope.Names.Of("store-planning");

        StorePlanning = CreateFunction();
        var log = Logs.Group("state-machine", $"/aws/vendedlogs/states/{machineName}", scope, Child);
        var role = CreateRole(lake, deliveries);
        StateMachine = CreateStateMachine(lake, deliveries, log, role);

        RegisterOutputs();
    }

    public Function StorePlanning { get; }

    public StateMachine StateMachine { get; }

    private Function CreateFunction() => new LambdaFunction(
        "store-planning",
        new(
            "Plans the deliveries of a batch of stores",
            Handler,
            // Less than the state's own 30 seconds, so that the function's error is the one that is seen.
            Timeout: TimeSpan.FromSeconds(25),
            MemoryMb: 512,
            Concurrency: scope.Settings.MapConcurrency,
            May: scope.Encryption.DecryptThrough("lambda")),
        scope,
        this).Function;

    private ServiceRole CreateRole(DataLake lake, Queue deliveries)
    {
        var access = new StateMachineAccess(scope, machineName, lake, StorePlanning, deliveries);
        return new(
            "state-machine",
            "states.amazonaws.com",
            access.Statements,
            scope,
            this,
            Policies.Condition.From(access.MachineArn, access.ChildMachineArn));
    }

    private StateMachine CreateStateMachine(DataLake lake, Queue deliveries, LogGroup log, ServiceRole role) =>
        new("state-machine", new()
        {
            Name = machineName,
            Type = "STANDARD",
            RoleArn = role.Arn,
            Definition = StateMachineDefinition.For(scope, lake, StorePlanning, deliveries),
            LoggingConfiguration = new StateMachineLoggingConfigurationArgs
            {
                Level = "ALL",
                IncludeExecutionData = true,
                LogDestination = Output.Format($"{log.Arn}:*"),
            },
            TracingConfiguration = new StateMachineTracingConfigurationArgs { Enabled = true },
        }, ChildAfter(role.Policy));
}
