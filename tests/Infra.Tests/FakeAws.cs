using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi.Testing;

namespace Infra.Tests;

/// <summary>An account that remembers what it was asked for and answers with the ids AWS would give.</summary>
/// <param name="refused">A type of which it creates nothing.</param>
/// <param name="isPreview">It only looks: what does not exist yet has no id.</param>
internal sealed class FakeAws(string? refused = null, bool isPreview = false) : IMocks
{
    public static readonly AwsAccount Account = new("111122223333", "us-east-1", "aws");

    private readonly ConcurrentQueue<DeployedResource> resources = new();

    public IReadOnlyList<DeployedResource> Resources => [.. resources.OrderBy(resource => resource.Name, StringComparer.Ordinal)];

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        var type = args.Type ?? "";
        var name = args.Name ?? "";
        if (type == refused)
        {
            throw new InvalidOperationException($"AWS refuses to create {name}.");
        }

        var id = IdOf(type, name, args.Inputs);
        var given = Given(type, name, args.Inputs).ToList();
        resources.Enqueue(new(type, name, (JsonObject)PulumiValues.ToJson(args.Inputs)!)
        {
            Identities = [id, .. given.Select(output => (string)output.Value)],
        });

        if (isPreview)
        {
            return Task.FromResult<(string?, object)>((null, args.Inputs));
        }

        var state = args.Inputs.SetItems(given.Select(output => KeyValuePair.Create(output.Key, output.Value)));
        return Task.FromResult<(string?, object)>((id, state));
    }

    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(new Dictionary<string, object>
    {
        ["accountId"] = Account.Id,
        ["region"] = Account.Region,
        ["partition"] = Account.Partition,
        ["names"] = ImmutableArray.Create<object>($"{Account.Region}a", $"{Account.Region}b", $"{Account.Region}c"),
    });

    private static string IdOf(string type, string name, ImmutableDictionary<string, object> inputs) => type switch
    {
        "aws:s3/bucket:Bucket" => (string)inputs["bucket"],
        "aws:sqs/queue:Queue" => UrlOf(inputs),
        _ => $"{name}-id",
    };

    // What a resource is known by once it exists.
    private static IEnumerable<(string Key, object Value)> Given(string type, string resource, ImmutableDictionary<string, object> inputs)
    {
        var name = (inputs.GetValueOrDefault("name") ?? inputs.GetValueOrDefault("bucket")) as string ?? "";
        if (ArnOf(type, name, inputs) is { } arn)
        {
            yield return ("arn", arn);
        }

        if (type == "aws:sqs/queue:Queue")
        {
            yield return ("url", UrlOf(inputs));
        }

        if (type == "aws:lambda/eventSourceMapping:EventSourceMapping")
        {
            yield return ("uuid", $"{resource}-uuid");
        }

        if (type == "aws:msk/cluster:Cluster")
        {
            yield return ("bootstrapBrokersSaslIam", "b-1.telemetry.kafka.us-east-1.amazonaws.com:9098");
        }

        if (type == "aws:opensearch/serverlessCollection:ServerlessCollection")
        {
            yield return ("collectionEndpoint", $"https://a1b2c3.{Account.Region}.aoss.amazonaws.com");
            yield return ("dashboardEndpoint", $"https://a1b2c3.{Account.Region}.aoss.amazonaws.com/_dashboards");
        }

        if (type == "aws:ec2/vpcEndpoint:VpcEndpoint")
        {
            yield return ("prefixListId", "pl-63a5400a");
        }

        if (type == "aws:kms/key:Key")
        {
            yield return ("keyId", "11112222-3333-4444-5555-666677778888");
        }
    }

    private static string? ArnOf(string type, string name, ImmutableDictionary<string, object> inputs) => type switch
    {
        "aws:athena/workgroup:Workgroup" => Account.Arn("athena", $"workgroup/{name}"),
        "aws:cloudwatch/eventRule:EventRule" => Account.Arn("events", $"rule/{name}"),
        "aws:cloudwatch/logGroup:LogGroup" => Account.Arn("logs", $"log-group:{name}"),
        "aws:dynamodb/table:Table" => Account.Arn("dynamodb", $"table/{name}"),
        "aws:glue/catalogDatabase:CatalogDatabase" => Account.Arn("glue", $"database/{name}"),
        "aws:glue/catalogTable:CatalogTable" => Account.Arn("glue", $"table/{inputs["databaseName"]}/{name}"),
        "aws:iam/role:Role" => $"arn:aws:iam::{Account.Id}:role/{name}",
        "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream" => Account.Arn("firehose", $"deliverystream/{name}"),
        "aws:kinesis/stream:Stream" => Account.Arn("kinesis", $"stream/{name}"),
        "aws:kms/key:Key" => Account.Arn("kms", "key/11112222-3333-4444-5555-666677778888"),
        "aws:msk/cluster:Cluster" => Account.Arn("kafka", $"cluster/{inputs["clusterName"]}/11112222-3333-4444-5555-666677778888-1"),
        "aws:msk/configuration:Configuration" => Account.Arn("kafka", $"configuration/{name}/11112222-3333-4444-5555-666677778888-1"),
        "aws:lambda/function:Function" => Account.Arn("lambda", $"function:{name}"),
        "aws:opensearch/serverlessCollection:ServerlessCollection" => Account.Arn("aoss", "collection/a1b2c3"),
        "aws:opensearch/serverlessCollectionGroup:ServerlessCollectionGroup" => Account.Arn("aoss", "collection-group/d4e5f6"),
        "aws:redshiftserverless/namespace:Namespace" => Account.Arn("redshift-serverless", "namespace/11112222-3333-4444-5555-666677778888"),
        "aws:redshiftserverless/workgroup:Workgroup" => Account.Arn("redshift-serverless", "workgroup/99992222-3333-4444-5555-666677778888"),
        "aws:s3/bucket:Bucket" => $"arn:aws:s3:::{name}",
        "aws:scheduler/scheduleGroup:ScheduleGroup" => Account.Arn("scheduler", $"schedule-group/{name}"),
        "aws:sfn/stateMachine:StateMachine" => Account.Arn("states", $"stateMachine:{name}"),
        "aws:sns/topic:Topic" => Account.Arn("sns", name),
        "aws:sqs/queue:Queue" => Account.Arn("sqs", name),
        _ => null,
    };

    private static string UrlOf(ImmutableDictionary<string, object> inputs) =>
        $"https://sqs.{Account.Region}.amazonaws.com/{Account.Id}/{inputs["name"]}";
}
