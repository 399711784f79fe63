using System.Text.Json;
using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Scheduler;
using Pulumi.Aws.Scheduler.Inputs;

namespace Infra.Components;

/// <param name="Group">The name of the schedule's own group, and of its role.</param>
/// <param name="Name">The schedule's.</param>
/// <param name="Description">The description that the console shows.</param>
/// <param name="Sid">The name of the role's right, in one word.</param>
/// <param name="Expression"><c>cron(…)</c> or <c>rate(…)</c>.</param>
/// <param name="Input">The input with which the function is called.</param>
internal sealed record FunctionScheduleArgs(string Group, string Name, string Description, string Sid, string Expression, object Input)
{
    public string TimeZone { get; init; } = "UTC";
}

/// <summary>Calls a function again and again. A call that fails is not repeated: the next one asks the same.</summary>
internal sealed class FunctionSchedule : Component
{
    public FunctionSchedule(Function function, FunctionScheduleArgs args, Scope scope, Resource parent)
        : base("FunctionSchedule", $"{args.Group}-schedule", new() { Parent = parent })
    {
        var groupName = scope.Names.Of(args.Group);
        var group = new ScheduleGroup($"{args.Group}-schedule-group", new() { Name = groupName }, Child);
        var role = new ServiceRole(
            $"{args.Group}-schedule",
            "scheduler.amazonaws.com",
            [new(args.Sid, ["lambda:InvokeFunction"], function.Arn)],
            scope,
            this,
            // Scheduler acts in the name of the group, not of the schedule.
            Condition.From(scope.Account.Arn("scheduler", $"schedule-group/{groupName}")));
        _ = new Schedule($"{args.Group}-schedule", new()
        {
            Name = scope.Names.Of(args.Name),
            Description = args.Description,
            GroupName = group.Name,
            ScheduleExpression = args.Expression,
            ScheduleExpressionTimezone = args.TimeZone,
            FlexibleTimeWindow = new ScheduleFlexibleTimeWindowArgs { Mode = "OFF" },
            Target = new ScheduleTargetArgs
            {
                Arn = function.Arn,
                RoleArn = role.Arn,
                Input = JsonSerializer.Serialize(args.Input),
                RetryPolicy = new ScheduleTargetRetryPolicyArgs { MaximumEventAgeInSeconds = 60, MaximumRetryAttempts = 0 },
            },
        }, ChildAfter(role.Policy));

        RegisterOutputs();
    }
}
