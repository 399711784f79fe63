using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Scheduler;
using Pulumi.Aws.Scheduler.Inputs;

namespace Infra.Components;

/// <summary>Asks once a minute which trucks are silent: a truck that sends nothing closes no minute of its own.</summary>
internal sealed class SilenceSchedule : Component
{
    private SilenceSchedule(Function function, Scope scope, Resource parent)
        : base("SilenceSchedule", "silence-schedule", new() { Parent = parent })
    {
        var groupName = scope.Names.Of("silence");
        var group = new ScheduleGroup("silence-schedule-group", new() { Name = groupName }, Child);
        var role = new ServiceRole(
            "silence-schedule",
            "scheduler.amazonaws.com",
            [new("CheckSilence", ["lambda:InvokeFunction"], function.Arn)],
            scope,
            this,
            // Scheduler acts in the name of the group, not of the schedule.
            Condition.From(scope.Account.Arn("scheduler", $"schedule-group/{groupName}")));
        _ = new Schedule("silence-each-minute", new()
        {
            Name = scope.Names.Of("check-silence"),
            Description = "Looks for trucks that stopped sending",
            GroupName = group.Name,
            ScheduleExpression = "rate(1 minute)",
            FlexibleTimeWindow = new ScheduleFlexibleTimeWindowArgs { Mode = "OFF" },
            Target = new ScheduleTargetArgs
            {
                Arn = function.Arn,
                RoleArn = role.Arn,
                Input = "{}",
                // The next minute asks again.
                RetryPolicy = new ScheduleTargetRetryPolicyArgs { MaximumEventAgeInSeconds = 60, MaximumRetryAttempts = 0 },
            },
        }, ChildAfter(role.Policy));

        RegisterOutputs();
    }

    public static void Create(Function function, Scope scope, Resource parent) => _ = new SilenceSchedule(function, scope, parent);
}
