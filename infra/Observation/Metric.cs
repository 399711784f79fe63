using Pulumi;
using Pulumi.Aws.Athena;
using Pulumi.Aws.Kinesis;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sqs;

namespace Infra.Observation;

/// <summary>A number that AWS measures of one resource.</summary>
/// <param name="Dimension">By what the service tells its resources apart.</param>
internal sealed record Metric(string Namespace, string Name, string Dimension, Output<string> Resource)
{
    public static Metric Of(Workgroup workgroup, string name) => new("AWS/Athena", name, "WorkGroup", workgroup.Name);

    public static Metric Of(FirehoseDeliveryStream stream, string name) =>
        new("AWS/Firehose", name, "DeliveryStreamName", stream.Name);

    public static Metric Of(Function function, string name) => new("AWS/Lambda", name, "FunctionName", function.Name);

    public static Metric Of(Queue queue, string name) => new("AWS/SQS", name, "QueueName", queue.Name);

    public static Metric Of(StateMachine machine, string name) =>
        new("AWS/States", name, "StateMachineArn", machine.Arn);
}
