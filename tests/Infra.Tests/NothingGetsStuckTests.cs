using System.Text.Json.Nodes;
using Replenishment.Waves;

namespace Infra.Tests;

/// <summary>
/// Wherever data can wait, fail or be given up on, it is kept, it is tried again, and somebody is told. The tests walk
/// over everything that the stack has, so that a part that is added later cannot forget its alarm.
/// </summary>
public class NothingGetsStuckTests
{
    // Nothing passes through these, or what does rings elsewhere: queries, statements and schedules fail in executions and missed
    // starts, what should send trucks out in the age of the queues' messages.
    private static readonly string[] Quiet =
    [
        "athena/NamedQuery", "athena/Workgroup", "budgets/Budget", "cloudwatch/Dashboard", "cloudwatch/EventRule",
        "cloudwatch/EventTarget", "cloudwatch/LogGroup", "cloudwatch/LogStream", "cloudwatch/MetricAlarm",
        "ec2/DefaultSecurityGroup", "ec2/RouteTable", "ec2/RouteTableAssociation", "ec2/SecurityGroup", "ec2/Subnet", "ec2/Vpc", "ec2/VpcEndpoint",
        "glue/CatalogDatabase", "glue/CatalogTable", "iam/Role", "iam/RolePolicy", "kms/Alias", "kms/Key",
        "lambda/FunctionEventInvokeConfig", "lambda/Permission",
        "msk/Configuration", "msk/Topic",
        // What is written to search rings in the functions that write it.
        "opensearch/ServerlessAccessPolicy", "opensearch/ServerlessCollection", "opensearch/ServerlessCollectionGroup", "opensearch/ServerlessSecurityPolicy",
        "redshiftserverless/Namespace", "redshiftserverless/UsageLimit", "redshiftserverless/Workgroup",
        "s3/Bucket", "s3/BucketLifecycleConfiguration", "s3/BucketLogging",
        "s3/BucketOwnershipControls", "s3/BucketPolicy", "s3/BucketPublicAccessBlock",
        "s3/BucketServerSideEncryptionConfiguration", "s3/BucketVersioning", "scheduler/Schedule",
        "scheduler/ScheduleGroup", "sns/Topic", "sns/TopicPolicy", "sns/TopicSubscription", "sqs/QueuePolicy", "sqs/RedriveAllowPolicy",
        "vpc/SecurityGroupEgressRule", "vpc/SecurityGroupIngressRule",
    ];

    // As AWS's guides list them; under another name, dimension or statistic an alarm would wait for ever.
    private static readonly string[] Documented =
    [
        "AWS/Athena WorkGroup ProcessedBytes Sum",
        "AWS/Athena WorkGroup TotalExecutionTime Maximum",
        "AWS/DynamoDB TableName ReadThrottleEvents Sum",
        "AWS/DynamoDB TableName WriteThrottleEvents Sum",
        "AWS/Firehose DeliveryStreamName DeliveryToS3.DataFreshness Maximum",
        "AWS/Firehose DeliveryStreamName FailedConversion.Records Sum",
        "AWS/Firehose DeliveryStreamName IncomingRecords Sum",
        "AWS/Firehose DeliveryStreamName SucceedConversion.Records Sum",
        "AWS/Firehose DeliveryStreamName ThrottledRecords Sum",
        "AWS/Kafka Cluster Name OfflinePartitionsCount Maximum",
        "AWS/Kinesis StreamName GetRecords.IteratorAgeMilliseconds Maximum",
        "AWS/Kinesis StreamName IncomingRecords Sum",
        "AWS/Kinesis StreamName ReadProvisionedThroughputExceeded Sum",
        "AWS/Kinesis StreamName WriteProvisionedThroughputExceeded Sum",
        "AWS/Lambda EventSourceMappingUUID DroppedEventCount Sum",
        "AWS/Lambda EventSourceMappingUUID OnFailureDestinationDeliveredEventCount Sum",
        "AWS/Lambda FunctionName Duration Maximum",
        "AWS/Lambda FunctionName Errors Sum",
        "AWS/Lambda FunctionName IteratorAge Maximum",
        "AWS/Lambda FunctionName OffsetLag Maximum",
        "AWS/Lambda FunctionName Throttles Sum",
        "AWS/Redshift-Serverless Workgroup ComputeSeconds Sum",
        "AWS/SQS QueueName ApproximateAgeOfOldestMessage Maximum",
        "AWS/SQS QueueName ApproximateNumberOfMessagesVisible Maximum",
        "AWS/SQS QueueName NumberOfMessagesDeleted Sum",
        "AWS/SQS QueueName NumberOfMessagesSent Sum",
        "AWS/States StateMachineArn ExecutionThrottled Sum",
        "AWS/States StateMachineArn ExecutionsFailed Sum",
        "AWS/States StateMachineArn ExecutionsStarted Sum",
        "AWS/States StateMachineArn ExecutionsSucceeded Sum",
        "AWS/States StateMachineArn ExecutionsTimedOut Sum",
        // The functions' own, which they write themselves.
        "StreamingAnalytics FunctionName AlertsOpened Sum",
        "StreamingAnalytics FunctionName AlertsUndelivered Sum",
        "StreamingAnalytics FunctionName CountedEvents Sum",
        "StreamingAnalytics FunctionName DispatchedLines Sum",
        "StreamingAnalytics FunctionName EventsToRepeat Sum",
        "StreamingAnalytics FunctionName IndexedEvents Sum",
        "StreamingAnalytics FunctionName LateEvents Sum",
        "StreamingAnalytics FunctionName LatePercent Average",
        "StreamingAnalytics FunctionName PricesKept Sum",
        "StreamingAnalytics FunctionName PricesSet Sum",
        "StreamingAnalytics FunctionName RefusedProducts Sum",
        "StreamingAnalytics FunctionName RefusedRecords Sum",
        "StreamingAnalytics FunctionName RejectedEvents Sum",
        "StreamingAnalytics FunctionName RepeatedEvents Sum",
        "StreamingAnalytics FunctionName Routes Sum",
        "StreamingAnalytics FunctionName SilentTrucks Sum",
        "StreamingAnalytics FunctionName TooLateEvents Sum",
        "StreamingAnalytics FunctionName WaitingRequests Maximum",
    ];

    public static TheoryData<string> Stacks => ["dev", "prod"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Whatever_data_passes_through_rings_in_each_way_in_which_it_can_get_stuck(string name)
    {
        var stack = await DeployedStack.Named(name);
        var rung = stack.All("cloudwatch/MetricAlarm").Select(alarm => $"{alarm.Text("metricName")} of {Watched(alarm)}");

        Assert.Empty(stack.Resources.Where(resource => !resource.IsComponent).SelectMany(resource => Signs(stack, resource)).Except(rung));
    }

    [Fact]
    public async Task Every_alarm_and_what_it_tells() =>
        Snapshot.Matches("alarms-prod", string.Concat((await DeployedStack.Prod).All("cloudwatch/MetricAlarm").Select(alarm =>
            $"{alarm.Text("metricName"),-34} {(IsOfSilence(alarm) ? $"{alarm.Number("evaluationPeriods")} h <" : ">")} {alarm.Number("threshold"),-6} {Watched(alarm)}\n  {alarm.Text("name")}: {alarm.Text("alarmDescription")}\n")));

    [Fact]
    public async Task Every_metric_that_is_watched_or_shown_is_one_that_AWS_writes()
    {
        var stack = await DeployedStack.Prod;
        var watched = stack.All("cloudwatch/MetricAlarm").Select(alarm =>
            $"{alarm.Text("namespace")} {Assert.Single(alarm["dimensions"]!.AsObject()).Key} {alarm.Text("metricName")} {alarm.Text("statistic")}");
        var shown = stack.The("dashboard").Document("dashboardBody")["widgets"]!.AsArray()
            .SelectMany(widget => widget!["properties"]!["metrics"]?.AsArray() ?? [])
            .Select(line => $"{line![0]} {line[2]} {line[1]} {line[4]!["stat"]}");

        Assert.Equal(Documented, watched.Concat(shown).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Check_43_Every_alarm_tells_someone_when_it_begins_and_when_it_ends()
    {
        var stack = await DeployedStack.Prod;

        Assert.All(stack.All("cloudwatch/MetricAlarm"), alarm =>
        {
            Assert.True(alarm.Flag("actionsEnabled"));
            Assert.Equal(stack.Outputs["alertsTopicArn"], alarm.Text("alarmActions.0"));
            Assert.Equal(stack.Outputs["alertsTopicArn"], alarm.Text("okActions.0"));
            // Where something has to happen, nothing is wrong.
            Assert.Equal(IsOfSilence(alarm) ? "breaching" : "notBreaching", alarm.Text("treatMissingData"));
        });
    }

    [Fact]
    public async Task Check_24_Someone_is_told_of_every_execution_that_did_not_succeed()
    {
        var stack = await DeployedStack.Prod;
        var told = stack.The("failed-executions").Document("eventPattern")["detail"]!;

        Assert.Equal("""["FAILED","TIMED_OUT","ABORTED"]""", told["status"]!.ToJsonString());
        Assert.Equal(
            stack.All("sfn/StateMachine").SelectMany(machine => machine.Identities).Where(identity => identity.StartsWith("arn:", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            told["stateMachineArn"]!.AsArray().Select(arn => arn!.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(stack.Outputs["alertsTopicArn"], stack.The("failed-executions-to-alerts").Text("arn"));
    }

    [Fact]
    public async Task Check_18_Every_queue_that_is_read_has_a_dead_letter_queue() => await OfEachRead((stack, queue) =>
        Assert.Equal("sqs/Queue", DeadLettersOf(stack, queue).ShortType));

    [Fact]
    public async Task Check_21_Messages_are_tried_five_times_and_then_kept_for_two_weeks_by_their_own_queues() => await OfEachRead((stack, queue) =>
    {
        var deadLetters = DeadLettersOf(stack, queue);
        Assert.Equal(5, queue.Document("redrivePolicy")["maxReceiveCount"]!.GetValue<int>());
        Assert.Equal(TimeSpan.FromDays(14).TotalSeconds, deadLetters.Number("messageRetentionSeconds"));
        Assert.True(queue.Number("messageRetentionSeconds") < deadLetters.Number("messageRetentionSeconds"));
        var allowed = JsonNode.Parse(stack.All("sqs/RedriveAllowPolicy").Single(policy => deadLetters.Identities.Contains(policy.Text("queueUrl")!)).Text("redriveAllowPolicy")!)!;
        Assert.Equal("byQueue", allowed["redrivePermission"]!.ToString());
        Assert.Contains(allowed["sourceQueueArns"]!.AsArray(), arn => queue.Identities.Contains(arn!.ToString()));
    });

    // Six timeouts of the function are for event source mappings, which hold a message while they wait to call it; a wave says
    // itself how long it wants one, and again while it works.
    [Fact]
    public async Task Check_30_A_message_stays_hidden_as_long_as_a_wave_holds_it_between_two_signs_of_life() => await OfEachRead((_, queue) =>
        Assert.Equal(WaveLimits.Hold.TotalSeconds, queue.Number("visibilityTimeoutSeconds")));

    [Fact]
    public async Task Check_32_A_call_that_failed_is_not_repeated_because_the_queue_keeps_its_messages()
    {
        var calls = Assert.Single((await DeployedStack.Prod).All("lambda/FunctionEventInvokeConfig"));

        Assert.Equal("streaming-analytics-prod-store-truck", calls.Text("functionName"));
        Assert.Equal(0, calls.Number("maximumRetryAttempts"));
    }

    [Fact]
    public async Task Check_22_What_nobody_reads_keeps_its_messages_as_long_as_SQS_can()
    {
        var stack = await DeployedStack.Prod;

        Assert.All(stack.All("sqs/Queue").Where(queue => !IsRead(stack, queue)), queue =>
            Assert.Equal(TimeSpan.FromDays(14).TotalSeconds, queue.Number("messageRetentionSeconds")));
    }

    [Fact]
    public async Task Check_23_Streams_ring_before_they_lose_what_they_hold()
    {
        // After a day Firehose gives up on what it cannot write.
        var alarms = (await DeployedStack.Prod).All("cloudwatch/MetricAlarm").Where(alarm => alarm.Text("metricName") == "DeliveryToS3.DataFreshness").ToList();

        Assert.NotEmpty(alarms);
        Assert.All(alarms, alarm => Assert.InRange(alarm.Number("threshold")!.Value, 900, TimeSpan.FromHours(1).TotalSeconds));
    }

    [Fact]
    public async Task Check_35_Every_task_has_a_timeout_and_is_retried_and_the_map_is_not()
    {
        var states = States(await DeployedStack.Prod);

        Assert.All(states.Where(state => state["Type"]!.ToString() == "Task"), task =>
        {
            Assert.True(task["TimeoutSeconds"]!.GetValue<int>() > 0);
            Assert.NotEmpty(task["Retry"]!.AsArray());
        });
        Assert.All(states.Where(state => state["Label"] is not null), map => Assert.Null(map["Retry"]));
    }

    [Fact]
    public async Task Check_36_Nothing_is_caught_so_that_a_failed_execution_can_be_redriven() =>
        Assert.All(States(await DeployedStack.Prod), state => Assert.Null(state["Catch"]));

    private static IEnumerable<string> Signs(DeployedStack stack, DeployedResource resource)
    {
        string[] metrics = resource.ShortType switch
        {
            "dynamodb/Table" => ["ReadThrottleEvents", "WriteThrottleEvents"],
            "kinesis/FirehoseDeliveryStream" => ["DeliveryToS3.DataFreshness", "FailedConversion.Records", "ThrottledRecords"],
            "kinesis/Stream" =>
            [
                "GetRecords.IteratorAgeMilliseconds", "ReadProvisionedThroughputExceeded", "WriteProvisionedThroughputExceeded",
            ],
            "lambda/EventSourceMapping" => ["DroppedEventCount", "OnFailureDestinationDeliveredEventCount"],
            // Its volumes cannot fill: what a partition keeps is bounded.
            "msk/Cluster" => ["OfflinePartitionsCount"],
            "lambda/Function" => ["Duration", "Errors", "Throttles"],
            "sfn/StateMachine" => ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionThrottled"],
            "sqs/Queue" => [IsRead(stack, resource) ? "ApproximateAgeOfOldestMessage" : "ApproximateNumberOfMessagesVisible"],
            var type when Quiet.Contains(type) => [],
            var type => throw new NotSupportedException($"Nobody has said how a {type} gets stuck, and what rings when it does."),
        };
        var name = resource.Text("name") ?? resource.Text("clusterName") ?? resource.Identities[^1];
        if (resource.ShortType != "sfn/StateMachine")
        {
            return metrics.Select(metric => $"{metric} of {name}");
        }

        var maps = StatesOf(resource.Document("definition")).Select(state => state["Label"]?.ToString()).OfType<string>();
        return
        [
            .. metrics.Select(metric => $"{metric} of stateMachine:{name}"),
            .. maps.SelectMany(map => new[] { $"ExecutionsFailed of stateMachine:{name}/{map}", $"ExecutionsTimedOut of stateMachine:{name}/{map}" }),
        ];
    }

    // A name, or what an ARN ends with.
    private static bool IsOfSilence(DeployedResource alarm) => alarm.Text("comparisonOperator") == "LessThanThreshold";

    private static string Watched(DeployedResource alarm)
    {
        var resource = alarm["dimensions"]!.AsObject().Single().Value!.ToString();
        return resource.StartsWith("arn:", StringComparison.Ordinal) ? resource.Split(':', 6)[5] : resource;
    }

    private static bool IsRead(DeployedStack stack, DeployedResource queue) =>
        stack.All("iam/RolePolicy")
            .SelectMany(policy => policy.Statements("policy"))
            .Any(statement => statement.Actions.Contains("sqs:ReceiveMessage") && statement.Resources.Any(resource => queue.Identities.Contains(resource)));

    private static async Task OfEachRead(Action<DeployedStack, DeployedResource> check)
    {
        var stack = await DeployedStack.Prod;
        var queues = stack.All("sqs/Queue").Where(queue => IsRead(stack, queue)).ToList();

        Assert.Equal(["deliveries-queue", "waiting-deliveries-queue"], queues.Select(queue => queue.Name));
        Assert.All(queues, queue => check(stack, queue));
    }

    private static DeployedResource DeadLettersOf(DeployedStack stack, DeployedResource queue) =>
        stack.Resources.Single(resource => resource.Identities.Contains(queue.Document("redrivePolicy")["deadLetterTargetArn"]!.ToString()));

    private static List<JsonObject> States(DeployedStack stack) =>
        [.. stack.All("sfn/StateMachine").SelectMany(machine => StatesOf(machine.Document("definition")))];

    private static IEnumerable<JsonObject> StatesOf(JsonNode machine) =>
        machine["States"]!.AsObject().Select(member => member.Value!.AsObject())
            .SelectMany(state => state["ItemProcessor"] is { } inner ? StatesOf(inner).Prepend(state) : [state]);
}
