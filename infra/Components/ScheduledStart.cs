using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Scheduler;
using Pulumi.Aws.Scheduler.Inputs;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sqs;

namespace Infra.Components;

/// <summary>Starts an execution at the times that the settings give.</summary>
internal sealed class ScheduledStart : Component
{
    private readonly Scope scope;

    public ScheduledStart(string expression, StateMachine machine, Scope scope, Resource parent)
        : base("ScheduledStart", "scheduled-start", new() { Parent = parent })
    {
        this.scope = scope;

        MissedStarts = PrivateQueue.Create("missed-starts", new(Retention: TimeSpan.FromDays(14)), scope, Child);
        var group = new ScheduleGroup("schedule-group", new() { Name = GroupName }, Child);
        var role = CreateRole(machine);
        CreateSchedule(expression, machine, group, role);

        RegisterOutputs();
    }

    /// <summary>Starts that Scheduler gave up on.</summary>
    public Queue MissedStarts { get; }

    private string GroupName => scope.Names.Of("schedules");

    private ServiceRole CreateRole(StateMachine machine) => new(
        "schedule",
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

    private void CreateSchedule(string expression, StateMachine machine, ScheduleGroup group, ServiceRole role) =>
        _ = new Schedule("schedule", new()
        {
            Name = scope.Names.Of("store-planning"),
            Description = "Starts the planning of deliveries",
            GroupName = group.Name,
            ScheduleExpression = expression,
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
