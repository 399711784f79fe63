using Infra.Components;
using Pulumi;
using Workflow;

namespace Infra;

/// <summary>Everything: from the stream of readings to the alarm for a delivery that nobody made.</summary>
internal sealed class Pipeline : ComponentResource
{
    public Pipeline(Settings settings, Names names, AwsAccount account)
        : base("streaming-analytics:infra:Pipeline", names.Prefix, new()
        {
            ResourceTransformations = { Tags.On(Tags.Of(names, settings.Owner)) },
        })
    {
        var encryption = new Encryption(settings, names, account, this);
        var scope = new Scope(settings, names, account, encryption);

        var lake = new DataLake(scope, this);
        var ingestion = new Ingestion(lake, scope, this);
        var delivery = new Delivery(lake, ingestion.Dispatches, scope, this);
        var planning = new Planning(lake, delivery.Queue, scope, this);
        _ = new WaveStarts(delivery.StoreTruck, planning.StateMachine, scope, this);
        var schedule = settings.Schedule is { } expression
            ? new ScheduledStart(
                new("", expression, ProductMachine.StorePlanning, "Starts the planning of deliveries"), planning.StateMachine, scope, this)
            : null;
        var parts = OptionalParts.Create(lake, scope, this);
        var alerts = new Alerts(
            [.. PipelineAlarms.Of(ingestion, planning, delivery, schedule, settings.StreamLag), .. parts.SelectMany(part => part.Alarms)],
            [planning.StateMachine, .. parts.SelectMany(part => part.StateMachines)],
            scope,
            this);
        var dashboard = new PipelineDashboard(
            [.. PipelineColumns.Of(lake, ingestion, planning, delivery), .. parts.SelectMany(part => part.Columns)], scope, this);

        Outputs = new Dictionary<string, object?>
        {
            ["lakeBucket"] = lake.Bucket.BucketName,
            ["database"] = lake.Database.Name,
            ["workgroup"] = lake.Workgroup.Name,
            ["inventoryStream"] = ingestion.Inventory.Name,
            ["dispatchesStream"] = ingestion.Dispatches.Name,
            ["stateMachineArn"] = planning.StateMachine.Arn,
            ["stateMachineConsole"] = planning.StateMachine.Arn.Apply(arn =>
                account.Console($"states/home?region={account.Region}#/statemachines/view/{arn}")),
            ["startExecution"] = planning.StateMachine.Arn.Apply(arn =>
                $"aws stepfunctions start-execution --region {account.Region} --state-machine-arn {arn}"),
            ["deliveryQueueUrl"] = delivery.Queue.Url,
            ["waitingQueueUrl"] = delivery.Waiting.Url,
            ["storeTruck"] = delivery.StoreTruck.Name,
            ["sendTrucks"] = delivery.StoreTruck.Name.Apply(name =>
                $"aws lambda invoke --region {account.Region} --function-name {name} --cli-read-timeout 900 --payload {{}} --cli-binary-format raw-in-base64-out /dev/stdout"),
            ["deadLetterQueueUrl"] = delivery.DeadLetters.Url,
            ["dispatchTable"] = delivery.Ledger.Name,
            ["alertsTopicArn"] = alerts.TopicArn,
            ["dashboard"] = dashboard.Link,
        };

        foreach (var (name, value) in parts.SelectMany(part => part.Outputs))
        {
            Outputs.Add(name, value);
        }

        // Among what `pulumi up` prints at its end, so that nobody learns of it from a bill.
        if (parts.Select(part => part.BilledByTheHour).OfType<string>().ToList() is { Count: > 0 } billed)
        {
            Outputs.Add("billedByTheHour", Output.Create(string.Join("; ", billed)));
        }

        RegisterOutputs(Outputs);
    }

    /// <summary>The outputs that <c>pulumi stack output</c> shows.</summary>
    public IDictionary<string, object?> Outputs { get; }
}
