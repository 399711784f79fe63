using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Scheduler;
using Pulumi.Aws.Scheduler.Inputs;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sqs;
using Workflow;

namespace Infra.Components;

/// <param name="Prefix">The beginning of its resources' names; empty for the planning of deliveries.</param>
/// <param name="Expression">The schedule's expression, as EventBridge Scheduler writes it.</param>
internal sealed record ScheduledStartArgs(string Prefix, string Expression, ProductMachine Product, string Description);

/// <summary>Starts executions of a state machine at the times that the settings give.</summary>
internal sealed class ScheduledStart : Component
{
    private readonly Scope scope;
    private readonly ScheduledStartArgs args;

    public ScheduledStart(ScheduledStartArgs args, StateMachine machine, Scope scope, Resource parent)
        : base("ScheduledStart", $"{args.Prefix}scheduled-start", new() { Parent = parent })
    {
        this.scope = scope;
        this.args = args;

        MissedStarts = PrivateQueue.Create($"{args.Prefix}missed-starts", new(Retention: PipelineFacts.DeadLetterRetention), scope, Child);
        var group = new ScheduleGroup($"{args.Prefix}schedule-group", new() { Name = GroupName }, Child);
        var role = CreateRole(machine);
        CreateSchedule(machine, group, role);

        RegisterOutputs();
    }

    /// <summary>Starts that Scheduler gave up on.</summary>
    public Queue MissedStarts { get; }

    private string GroupName => scope.Names.Of($"{args.Prefix}schedules");

    private ServiceRole CreateRole(StateMachine machine) => new(
        $"{args.Prefix}schedule",
        "scheduler.amazonaws.com",
        [
            new("StartExecutions", ["states:StartExecution"], machine.Arn),
            new("KeepMissedStarts", ["sqs:SendMessage"], MissedStarts.Arn),
            .. scope.Encryption.Through("sqs"),
        ],
        scope,
        this,
        // Scheduler acts in the name of the group, not of the schedule.
        Condition.From(scope.Account.Arn("scheduler", $"schedule-group/{GroupName}")));

    private void CreateSchedule(StateMachine machine, ScheduleGroup group, ServiceRole role) =>
        _ = new Schedule($"{args.Prefix}schedule", new()
        {
            Name = scope.Names.Of(args.Product.Slug),
            Description = args.Description,
            GroupName = group.Name,
            ScheduleExpression = args.Expression,
            ScheduleExpressionTimezone = scope.Settings.ScheduleTimeZone,
            FlexibleTimeWindow = new ScheduleFlexibleTimeWindowArgs { Mode = "OFF" },
            // AWS's own key protects it. For a key of ours Scheduler would ask with the role's own credentials and through
            // no service (its guide's "Encryption at rest" shows the event), and there is nothing to hide in "{}".
            Target = new ScheduleTargetArgs
            {
                Arn = machine.Arn,
                RoleArn = role.Arn,
                Input = "{}",
                // A start that is hours late would plan on readings of another hour: better none, and an alarm.
                RetryPolicy = new ScheduleTargetRetryPolicyArgs
                {
                    MaximumEventAgeInSeconds = 3600,
                    MaximumRetryAttempts = 10,
                },
                DeadLetterConfig = new ScheduleTargetDeadLetterConfigArgs { Arn = MissedStarts.Arn },
            },
        }, ChildAfter(role.Policy));
}
