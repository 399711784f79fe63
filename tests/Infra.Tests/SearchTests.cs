using System.Text.Json.Nodes;

namespace Infra.Tests;

/// <summary>The streams' events in OpenSearch Serverless, where the settings ask for it.</summary>
public class SearchTests
{
    private static readonly (string, string)[] On = [("realtime", "true"), ("search", "opensearch")];

    private static Task<DeployedStack> Dev => DeployedStack.DevWith(On);

    [Fact]
    public async Task Nothing_of_it_is_deployed_unless_it_is_asked_for()
    {
        var stack = await DeployedStack.DevWith(("realtime", "true"));

        Assert.DoesNotContain(stack.Resources, resource => resource.ShortType.StartsWith("opensearch/", StringComparison.Ordinal));
        Assert.DoesNotContain(stack.Resources, resource => resource.Name.Contains("search", StringComparison.Ordinal) || resource.Name.Contains("index-events", StringComparison.Ordinal));
        Assert.DoesNotContain(stack.Outputs.Keys, output => output.Contains("earch", StringComparison.Ordinal));
    }

    // The type that takes ids from its writer, in a group that sleeps.
    [Fact]
    public async Task The_collection_keeps_ids_and_its_group_falls_asleep()
    {
        var stack = await Dev;
        var (collection, group) = (stack.The("search-collection"), stack.The("search-group"));

        Assert.Equal(("SEARCH", "streaming-analytics-dev"), (collection.Text("type"), collection.Text("collectionGroupName")));
        Assert.Equal(("NEXTGEN", "streaming-analytics-dev"), (group.Text("generation"), group.Text("name")));
        Assert.Equal(
            """{"maxIndexingCapacityInOcu":2,"maxSearchCapacityInOcu":2,"minIndexingCapacityInOcu":0,"minSearchCapacityInOcu":0}""",
            group["capacityLimits"]!.AsArray().Single()!.ToJsonString());
    }

    [Theory]
    [InlineData("dev", """{"Rules":[{"ResourceType":"collection","Resource":["collection/streaming-analytics-dev"]}],"AWSOwnedKey":true}""")]
    [InlineData("prod", """{"Rules":[{"ResourceType":"collection","Resource":["collection/streaming-analytics-prod"]}],"AWSOwnedKey":false,"KmsARN":"arn:aws:kms:us-east-1:111122223333:key/11112222-3333-4444-5555-666677778888"}""")]
    public async Task It_is_encrypted_by_the_stacks_key_where_there_is_one(string name, string policy)
    {
        var stack = name == "dev" ? await Dev : await DeployedStack.Prod;

        Assert.Equal(policy, stack.The("search-encryption").Text("policy"));
        Assert.Equal("encryption", stack.The("search-encryption").Text("type"));
    }

    [Fact]
    public async Task Writers_write_the_droppers_drop_readers_read_and_nobody_else_is_let_in()
    {
        var stack = await DeployedStack.Prod;
        var statements = JsonNode.Parse(stack.The("search-access").Text("policy")!)!.AsArray();

        Assert.Equal(
            [
                "Write events: arn:aws:iam::111122223333:role/streaming-analytics-prod-index-events arn:aws:iam::111122223333:role/streaming-analytics-prod-index-topic-events",
                "  collection/streaming-analytics-prod aoss:CreateCollectionItems aoss:UpdateCollectionItems",
                "  index/streaming-analytics-prod/telemetry-* index/streaming-analytics-prod/visits-* aoss:CreateIndex aoss:UpdateIndex aoss:WriteDocument",
                "Drop old events: arn:aws:iam::111122223333:role/streaming-analytics-prod-drop-old-events",
                "  index/streaming-analytics-prod/* aoss:DescribeIndex",
                "  index/streaming-analytics-prod/telemetry-* index/streaming-analytics-prod/visits-* aoss:DeleteIndex",
                "Search, and make charts: arn:aws:iam::111122223333:role/analyst",
                "  collection/streaming-analytics-prod aoss:DescribeCollectionItems aoss:CreateCollectionItems aoss:UpdateCollectionItems",
                "  index/streaming-analytics-prod/* aoss:DescribeIndex aoss:ReadDocument",
            ],
            statements.SelectMany(statement => statement!["Rules"]!.AsArray()
                .Select(rule => $"  {Joined(rule!["Resource"])} {Joined(rule["Permission"])}")
                .Prepend($"{statement["Description"]}: {Joined(statement["Principal"])}")));

        static string Joined(JsonNode? list) => string.Join(' ', list!.AsArray().Select(item => item!.ToString()));
    }

    // A document that is let in by IAM alone reaches nothing: both have to.
    [Fact]
    public async Task Whom_the_data_access_policy_lets_in_IAM_lets_call_this_collection_and_no_other()
    {
        var stack = await DeployedStack.Prod;
        string[] callers = ["index-events-policy", "index-topic-events-policy", "drop-old-events-policy"];

        Assert.Equal(
            callers.Order(StringComparer.Ordinal),
            stack.All("iam/RolePolicy").Where(policy => policy.Statements("policy").Any(statement => statement.Actions.Contains("aoss:APIAccessAll"))).Select(policy => policy.Name));
        Assert.All(callers, name =>
        {
            var call = Assert.Single(stack.The(name).Statements("policy"), statement => statement.Actions.Contains("aoss:APIAccessAll"));
            Assert.Contains(Assert.Single(call.Resources), stack.The("search-collection").Identities);
        });
    }

    [Fact]
    public async Task A_mapping_of_its_own_reads_each_stream_with_the_same_care_as_who_counts()
    {
        var stack = await Dev;

        foreach (var stream in new[] { "telemetry", "visits" })
        {
            var (search, count) = (stack.The($"{stream}-to-index-events"), stack.The($"{stream}-to-count-events"));
            Assert.Contains(search.Text("functionName")!, stack.The("index-events").Identities);
            Assert.Equal(Without(count, "functionName"), Without(search, "functionName"));
            Assert.InRange(search.Number("maximumRetryAttempts")!.Value, 1, 100);
        }

        static string Without(DeployedResource mapping, string name) => string.Join('\n', mapping.Inputs.Where(input => input.Key != name).Select(input => $"{input.Key} {input.Value?.ToJsonString()}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_topic_is_read_in_a_group_of_its_own_by_the_pollers_that_are_there()
    {
        var stack = await DeployedStack.DevWith([.. On, ("source", "kafka")]);
        var (search, count) = (stack.The("telemetry-to-index-topic-events"), stack.The("telemetry-to-count-topic-events"));

        Assert.Equal("streaming-analytics-dev-index-topic-events", search.Text("amazonManagedKafkaEventSourceConfig.consumerGroupId"));
        Assert.NotEqual(count.Text("amazonManagedKafkaEventSourceConfig.consumerGroupId"), search.Text("amazonManagedKafkaEventSourceConfig.consumerGroupId"));
        Assert.Equal(count.Text("provisionedPollerConfig.pollerGroupName"), search.Text("provisionedPollerConfig.pollerGroupName"));
        Assert.DoesNotContain(stack.Resources, resource => resource.Name == "telemetry-to-index-events");
    }

    [Fact]
    public async Task What_lies_too_far_back_is_dropped_once_a_day()
    {
        var stack = await DeployedStack.DevWith([.. On, ("searchRetentionDays", "30")]);

        Assert.Equal("30", stack.The("drop-old-events").Text("environment.variables.SEARCH_RETENTION_DAYS"));
        Assert.Equal("rate(1 day)", stack.The("drop-old-events-schedule").Text("scheduleExpression"));
        Assert.Contains(stack.The("drop-old-events-schedule").Text("target.arn")!, stack.The("drop-old-events").Identities);
    }

    [Fact]
    public async Task What_it_costs_by_the_hour_is_said_at_the_end_of_pulumi_up() => Assert.EndsWith(
        "; search: OpenSearch Serverless at about $0.24 an OCU-hour, nothing while it sleeps, and about $175 a month for one OCU that indexes all day long; 4 at most for indexing and 4 for searching",
        (await DeployedStack.DevWith([.. On, ("searchOcus", "4")])).Outputs["billedByTheHour"],
        StringComparison.Ordinal);
}
