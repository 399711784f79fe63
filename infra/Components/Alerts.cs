using System.Text.Json.Nodes;
using Infra.Observation;
using Infra.Policies;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sns;

namespace Infra.Components;

/// <summary>One topic that tells a person what went wrong: a failed execution, an alarm, a bill that grows.</summary>
internal sealed class Alerts : Component
{
    private readonly Scope scope;
    private readonly Topic topic;

    public Alerts(IEnumerable<Alarm> alarms, IReadOnlyList<StateMachine> machines, Scope scope, Resource parent)
        : base("Alerts", "alerts", new() { Parent = parent })
    {
        this.scope = scope;

        topic = CreateTopic();
        Subscribe();
        var failures = MatchFailedExecutions(machines);
        var policy = LetPublish();
        TellOf(failures, policy);
        foreach (var alarm in alarms)
        {
            Watch(alarm, policy);
        }

        Budgets.Create(topic, scope, ChildAfter(policy));

        RegisterOutputs();
    }

    public Output<string> TopicArn => topic.Arn;

    private Topic CreateTopic() => new("alerts-topic", new()
    {
        Name = scope.Names.Alerts,
        // Without a key of its own the topic stays with SNS's encryption at rest: CloudWatch and EventBridge may not
        // publish through the AWS managed key.
        KmsMasterKeyId = scope.Encryption.Key,
    }, Child);

    private void Subscribe()
    {
        if (scope.Settings.AlarmEmail is { } email)
        {
            _ = new TopicSubscription("alerts-email", new()
            {
                Topic = topic.Arn,
                Protocol = "email",
                Endpoint = email,
            }, Child);
        }
    }

    // The status, not a Catch in the state machine: an execution that failed by itself can be redriven.
    private EventRule MatchFailedExecutions(IReadOnlyList<StateMachine> machines) => new("failed-executions", new()
    {
        Name = scope.Names.Of("failed-executions"),
        Description = "Executions that did not succeed",
        EventPattern = Output.All(machines.Select(machine => machine.Arn)).Apply(arns => new JsonObject
        {
            ["source"] = new JsonArray("aws.states"),
            ["detail-type"] = new JsonArray("Step Functions Execution Status Change"),
            ["detail"] = new JsonObject
            {
                ["stateMachineArn"] = new JsonArray([.. arns]),
                ["status"] = new JsonArray("FAILED", "TIMED_OUT", "ABORTED"),
            },
        }.ToJsonString()),
    }, Child);

    private TopicPolicy LetPublish() => new("alerts-topic-policy", new()
    {
        Arn = topic.Arn,
        Policy = Statement.Policy(
            Statement.DenyWithoutTls("sns:Publish", topic.Arn),
            // The statement has no condition: SNS supports none for EventBridge, and would refuse every event.
            new("TellOfFailures", ["sns:Publish"], topic.Arn) { Principal = Principal.Service("events.amazonaws.com") },
            new("TellOfAlarmsAndBudgets", ["sns:Publish"], topic.Arn)
            {
                Principal = Principal.Service("budgets.amazonaws.com", "cloudwatch.amazonaws.com"),
                Conditions = [Condition.FromAccount(scope.Account)],
            }),
    }, Child);

    private void TellOf(EventRule failures, TopicPolicy policy) =>
        _ = new EventTarget("failed-executions-to-alerts", new()
        {
            Rule = failures.Name,
            Arn = topic.Arn,
        }, ChildAfter(policy));

    private void Watch(Alarm alarm, TopicPolicy policy) => _ = new MetricAlarm($"{alarm.Name}-alarm", new()
    {
        Name = scope.Names.Of(alarm.Name),
        AlarmDescription = alarm.Meaning,
        Namespace = alarm.Metric.Namespace,
        MetricName = alarm.Metric.Name,
        Dimensions = new() { [alarm.Metric.Dimension] = alarm.Metric.Resource },
        Statistic = alarm.Metric.Statistic,
        // Hours, where silence is watched: of shorter periods an alarm looks at one day at most.
        Period = alarm.HoursOfSilence is null ? 300 : 3600,
        EvaluationPeriods = alarm.HoursOfSilence ?? 1,
        ComparisonOperator = alarm.HoursOfSilence is null ? "GreaterThanThreshold" : "LessThanThreshold",
        Threshold = alarm.HoursOfSilence is null ? alarm.Most : 1,
        // Without data nothing has gone wrong, unless something has to happen.
        TreatMissingData = alarm.HoursOfSilence is null ? "notBreaching" : "breaching",
        ActionsEnabled = true,
        AlarmActions = [topic.Arn],
        OkActions = [topic.Arn],
    }, ChildAfter(policy));
}
