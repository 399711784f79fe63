using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Infra.Tests;

/// <summary>infra/deployer-policy.json, and those beside it for parts that need more: who has them can create, look at and delete all of a stack, and nothing of others.</summary>
public class DeployerPolicyTests
{
    // What AWS takes as a customer managed policy, white space not counted (IAM quotas).
    private const int LongestPolicy = 6144;

    private const string Plain = "deployer-policy";

    // By the name of the file.
    private static readonly Dictionary<string, string> Texts =
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "infra"), $"{Plain}*.json").ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);

    private static readonly Dictionary<string, IReadOnlyList<PolicyStatement>> Policies = Texts.ToDictionary(file => file.Key, file => Statements(file.Value));

    private static readonly IReadOnlyList<PolicyStatement> All = [.. Policies.Values.SelectMany(statements => statements)];

    // By type: what creates, reads and deletes one (IAM's service authorization reference), and its ARN.
    private static readonly Dictionary<string, (string[] Actions, Func<DeployedResource, string> Arn)> Needs = new()
    {
        ["athena/NamedQuery"] = (["athena:CreateNamedQuery", "athena:GetNamedQuery", "athena:DeleteNamedQuery"], resource => Account("athena", $"workgroup/{Stack}")),
        ["athena/Workgroup"] = (["athena:CreateWorkGroup", "athena:GetWorkGroup", "athena:UpdateWorkGroup", "athena:DeleteWorkGroup", "athena:TagResource"], Arn),
        ["budgets/Budget"] = (["budgets:ModifyBudget", "budgets:ViewBudget", "budgets:TagResource"], resource => $"arn:aws:budgets::{FakeAws.Account.Id}:budget/{resource.Text("name")}"),
        ["cloudwatch/Dashboard"] = (["cloudwatch:PutDashboard", "cloudwatch:GetDashboard", "cloudwatch:DeleteDashboards"], resource => $"arn:aws:cloudwatch::{FakeAws.Account.Id}:dashboard/{resource.Text("dashboardName")}"),
        ["cloudwatch/EventRule"] = (["events:PutRule", "events:DescribeRule", "events:DeleteRule", "events:TagResource"], Arn),
        ["cloudwatch/EventTarget"] = (["events:PutTargets", "events:ListTargetsByRule", "events:RemoveTargets"], resource => Account("events", $"rule/{resource.Text("rule")}")),
        ["cloudwatch/LogGroup"] = (["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:AssociateKmsKey", "logs:ListTagsForResource", "logs:DeleteLogGroup"], Arn),
        ["cloudwatch/LogStream"] = (["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:DeleteLogStream"], resource => Account("logs", $"log-group:{resource.Text("logGroupName")}:log-stream:{resource.Text("name")}")),
        ["cloudwatch/MetricAlarm"] = (["cloudwatch:PutMetricAlarm", "cloudwatch:DescribeAlarms", "cloudwatch:DeleteAlarms", "cloudwatch:TagResource"], resource => Account("cloudwatch", $"alarm:{resource.Text("name")}")),
        ["dynamodb/Table"] = (["dynamodb:CreateTable", "dynamodb:DescribeTable", "dynamodb:UpdateTimeToLive", "dynamodb:UpdateContinuousBackups", "dynamodb:DeleteTable"], Arn),
        ["ec2/DefaultSecurityGroup"] = (["ec2:DescribeSecurityGroups", "ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress"], resource => Account("ec2", "security-group/x")),
        ["ec2/RouteTable"] = (["ec2:CreateRouteTable", "ec2:DescribeRouteTables", "ec2:DeleteRouteTable", "ec2:CreateTags"], resource => Account("ec2", "route-table/x")),
        ["ec2/RouteTableAssociation"] = (["ec2:AssociateRouteTable", "ec2:DisassociateRouteTable"], resource => Account("ec2", "route-table/x")),
        ["ec2/SecurityGroup"] = (["ec2:CreateSecurityGroup", "ec2:DescribeSecurityGroups", "ec2:DeleteSecurityGroup", "ec2:AuthorizeSecurityGroupEgress", "ec2:RevokeSecurityGroupEgress"], resource => Account("ec2", "security-group/x")),
        ["ec2/Subnet"] = (["ec2:CreateSubnet", "ec2:DescribeSubnets", "ec2:ModifySubnetAttribute", "ec2:DeleteSubnet"], resource => Account("ec2", "subnet/x")),
        ["ec2/Vpc"] = (["ec2:CreateVpc", "ec2:DescribeVpcs", "ec2:DescribeVpcAttribute", "ec2:ModifyVpcAttribute", "ec2:DeleteVpc"], resource => Account("ec2", "vpc/x")),
        ["ec2/VpcEndpoint"] = (["ec2:CreateVpcEndpoint", "ec2:DescribeVpcEndpoints", "ec2:DescribePrefixLists", "ec2:DeleteVpcEndpoints"], resource => Account("ec2", "vpc-endpoint/x")),
        ["glue/CatalogDatabase"] = (["glue:CreateDatabase", "glue:GetDatabase", "glue:DeleteDatabase"], Arn),
        ["glue/CatalogTable"] = (["glue:CreateTable", "glue:GetTable", "glue:UpdateTable", "glue:DeleteTable"], Arn),
        ["iam/Role"] = (["iam:CreateRole", "iam:GetRole", "iam:DeleteRole", "iam:TagRole", "iam:ListInstanceProfilesForRole", "iam:PassRole"], Arn),
        ["iam/RolePolicy"] = (["iam:PutRolePolicy", "iam:GetRolePolicy", "iam:DeleteRolePolicy"], resource => $"arn:aws:iam::{FakeAws.Account.Id}:role/{Stack}-{resource.Text("name")}"),
        ["kinesis/FirehoseDeliveryStream"] = (["firehose:CreateDeliveryStream", "firehose:DescribeDeliveryStream", "firehose:UpdateDestination", "firehose:StartDeliveryStreamEncryption", "firehose:DeleteDeliveryStream"], Arn),
        ["kinesis/Stream"] = (["kinesis:CreateStream", "kinesis:DescribeStreamSummary", "kinesis:StartStreamEncryption", "kinesis:AddTagsToStream", "kinesis:DeleteStream"], resource => Account("kinesis", $"stream/{resource.Text("name")}")),
        ["kms/Alias"] = (["kms:CreateAlias", "kms:DeleteAlias"], resource => Account("kms", resource.Text("name")!)),
        ["kms/Key"] = (["kms:CreateKey", "kms:DescribeKey", "kms:EnableKeyRotation", "kms:PutKeyPolicy", "kms:CreateGrant", "kms:ScheduleKeyDeletion"], Arn),
        ["lambda/EventSourceMapping"] = (["lambda:CreateEventSourceMapping", "lambda:GetEventSourceMapping", "lambda:DeleteEventSourceMapping"], resource => Account("lambda", "event-source-mapping:x")),
        ["lambda/Function"] = (["lambda:CreateFunction", "lambda:GetFunction", "lambda:UpdateFunctionCode", "lambda:PutFunctionConcurrency", "lambda:DeleteFunction"], Arn),
        ["lambda/FunctionEventInvokeConfig"] = (["lambda:PutFunctionEventInvokeConfig", "lambda:GetFunctionEventInvokeConfig", "lambda:DeleteFunctionEventInvokeConfig"], resource => Account("lambda", $"function:{resource.Text("functionName")}")),
        ["lambda/Permission"] = (["lambda:AddPermission", "lambda:GetPolicy", "lambda:RemovePermission"], resource => Account("lambda", $"function:{resource.Text("function")}")),
        ["msk/Cluster"] = (["kafka:CreateClusterV2", "kafka:DescribeClusterV2", "kafka:UpdateBrokerStorage", "kafka:DeleteCluster", "kafka:TagResource"], Arn),
        ["msk/Configuration"] = (["kafka:CreateConfiguration", "kafka:DescribeConfiguration", "kafka:DescribeConfigurationRevision", "kafka:DeleteConfiguration"], Arn),
        ["msk/Topic"] = (["kafka:CreateTopic", "kafka:DescribeTopic", "kafka:DeleteTopic", "kafka-cluster:CreateTopic", "kafka-cluster:DeleteTopic"], resource => $"{resource.Text("clusterArn")!.Replace(":cluster/", ":topic/", StringComparison.Ordinal)}/{resource.Text("name")}"),
        ["opensearch/ServerlessAccessPolicy"] = (["aoss:CreateAccessPolicy", "aoss:GetAccessPolicy", "aoss:DeleteAccessPolicy"], resource => "*"),
        ["opensearch/ServerlessCollection"] = (["aoss:CreateCollection", "aoss:AddCollectionToCollectionGroup", "aoss:BatchGetCollection", "aoss:TagResource", "aoss:DeleteCollection"], Arn),
        ["opensearch/ServerlessCollectionGroup"] = (["aoss:CreateCollectionGroup", "aoss:BatchGetCollectionGroup", "aoss:UpdateCollectionGroup", "aoss:DeleteCollectionGroup"], Arn),
        ["opensearch/ServerlessSecurityPolicy"] = (["aoss:CreateSecurityPolicy", "aoss:GetSecurityPolicy", "aoss:DeleteSecurityPolicy"], resource => "*"),
        ["redshiftserverless/Namespace"] = (["redshift-serverless:CreateNamespace", "redshift-serverless:GetNamespace", "redshift-serverless:DeleteNamespace"], Arn),
        ["redshiftserverless/UsageLimit"] = (["redshift-serverless:CreateUsageLimit", "redshift-serverless:GetUsageLimit", "redshift-serverless:DeleteUsageLimit"], resource => resource.Text("resourceArn")!),
        ["redshiftserverless/Workgroup"] = (["redshift-serverless:CreateWorkgroup", "redshift-serverless:GetWorkgroup", "redshift-serverless:DeleteWorkgroup"], Arn),
        ["s3/Bucket"] = (["s3:CreateBucket", "s3:ListBucketVersions", "s3:DeleteBucket", "s3:PutBucketTagging"], Arn),
        ["s3/BucketLifecycleConfiguration"] = (["s3:PutLifecycleConfiguration", "s3:GetLifecycleConfiguration"], BucketArn),
        ["s3/BucketLogging"] = (["s3:PutBucketLogging", "s3:GetBucketLogging"], BucketArn),
        ["s3/BucketObjectv2"] = (["s3:PutObject", "s3:GetObject", "s3:DeleteObjectVersion"], resource => $"{BucketArn(resource)}/{resource.Text("key")}"),
        ["s3/BucketOwnershipControls"] = (["s3:PutBucketOwnershipControls", "s3:GetBucketOwnershipControls"], BucketArn),
        ["s3/BucketPolicy"] = (["s3:PutBucketPolicy", "s3:GetBucketPolicy", "s3:DeleteBucketPolicy"], BucketArn),
        ["s3/BucketPublicAccessBlock"] = (["s3:PutBucketPublicAccessBlock", "s3:GetBucketPublicAccessBlock"], BucketArn),
        ["s3/BucketServerSideEncryptionConfiguration"] = (["s3:PutEncryptionConfiguration", "s3:GetEncryptionConfiguration"], BucketArn),
        ["s3/BucketVersioning"] = (["s3:PutBucketVersioning", "s3:GetBucketVersioning"], BucketArn),
        ["scheduler/Schedule"] = (["scheduler:CreateSchedule", "scheduler:GetSchedule", "scheduler:DeleteSchedule"], resource => Account("scheduler", $"schedule/{resource.Text("groupName")}/{resource.Text("name")}")),
        ["scheduler/ScheduleGroup"] = (["scheduler:CreateScheduleGroup", "scheduler:GetScheduleGroup", "scheduler:DeleteScheduleGroup"], Arn),
        ["sfn/StateMachine"] = (["states:CreateStateMachine", "states:DescribeStateMachine", "states:UpdateStateMachine", "states:DeleteStateMachine"], Arn),
        ["sns/Topic"] = (["sns:CreateTopic", "sns:GetTopicAttributes", "sns:DeleteTopic", "sns:TagResource"], Arn),
        ["sns/TopicPolicy"] = (["sns:SetTopicAttributes"], resource => resource.Text("arn")!),
        ["sns/TopicSubscription"] = (["sns:Subscribe", "sns:GetSubscriptionAttributes", "sns:Unsubscribe"], resource => resource.Text("topic")!),
        ["sqs/Queue"] = (["sqs:CreateQueue", "sqs:GetQueueAttributes", "sqs:SetQueueAttributes", "sqs:DeleteQueue"], resource => Account("sqs", resource.Text("name")!)),
        ["sqs/QueuePolicy"] = (["sqs:SetQueueAttributes", "sqs:GetQueueAttributes"], QueueArn),
        ["sqs/RedriveAllowPolicy"] = (["sqs:SetQueueAttributes", "sqs:GetQueueAttributes"], QueueArn),
        ["vpc/SecurityGroupEgressRule"] = (["ec2:AuthorizeSecurityGroupEgress", "ec2:DescribeSecurityGroupRules", "ec2:RevokeSecurityGroupEgress"], resource => Account("ec2", "security-group/x")),
        ["vpc/SecurityGroupIngressRule"] = (["ec2:AuthorizeSecurityGroupIngress", "ec2:DescribeSecurityGroupRules", "ec2:RevokeSecurityGroupIngress"], resource => Account("ec2", "security-group/x")),
    };

    private static string Stack => "streaming-analytics-prod";

    public static TheoryData<string, string[]> Switches => new()
    {
        { "", [Plain] },
        { "realtime=true", [Plain] },
        { "pricing=true", [Plain] },
        { "warehouse=redshift", [Plain] },
        { "realtime=true source=kafka", [Plain, $"{Plain}-kafka"] },
        { "realtime=true search=opensearch", [Plain, $"{Plain}-search"] },
    };

    [Fact]
    public async Task Whatever_a_stack_has_its_deployer_may_create_read_and_delete() => Assert.Empty(Missing(await DeployedStack.Prod, All));

    [Theory]
    [MemberData(nameof(Switches))]
    public async Task A_switch_needs_no_policy_but_those_that_the_checklist_names(string switches, string[] policies)
    {
        var settings = switches.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')).Select(one => (one[0], one[1]));

        var stack = await DeployedStack.ProdWith([.. settings]);

        Assert.Empty(Missing(stack, policies.SelectMany(name => Policies[name])));
    }

    [Theory]
    [InlineData("s3:DeleteBucket", "arn:aws:s3:::payroll")]
    [InlineData("s3:GetObject", "arn:aws:s3:::payroll/2026.csv")]
    [InlineData("iam:PutRolePolicy", "arn:aws:iam::111122223333:role/administrator")]
    [InlineData("iam:PassRole", "arn:aws:iam::111122223333:role/administrator")]
    [InlineData("iam:AttachRolePolicy", "arn:aws:iam::111122223333:role/streaming-analytics-dev-schedule")]
    [InlineData("iam:CreateUser", "arn:aws:iam::111122223333:user/streaming-analytics-dev")]
    [InlineData("dynamodb:DeleteTable", "arn:aws:dynamodb:us-east-1:111122223333:table/orders")]
    [InlineData("glue:DeleteDatabase", "arn:aws:glue:us-east-1:111122223333:database/default")]
    [InlineData("sqs:DeleteQueue", "arn:aws:sqs:us-east-1:999999999999:streaming-analytics-dev-deliveries")]
    [InlineData("logs:DeleteLogGroup", "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/other")]
    public void Nothing_of_others_is_touched(string action, string arn) => Assert.False(Allows(All, action, arn));

    // Conditions are not looked at here, so what names every resource may do only what has one, or no narrower resource.
    [Fact]
    public void What_is_for_any_resource_has_a_condition_or_deletes_and_reads_no_data() =>
        Assert.All(
            All.Where(statement => statement.Resources.Contains("*") && statement.Condition is null).SelectMany(statement => statement.Actions),
            action => Assert.Matches("^(aoss:(BatchGet|Get|ListTags)|ec2:Describe|kafka:(Describe|List)Configuration|kms:List|redshift-serverless:(Get|List)|lambda:(List|Tag)|logs:.*(Log(Delivery|Deliveries|Groups)|ResourcePolic)|states:Validate|sts:Get)", action));

    [Fact]
    public void AWS_takes_it_as_one_policy()
    {
        Assert.NotEmpty(Texts);
        Assert.All(Texts.Values, text =>
        {
            var letters = text.Count(letter => !char.IsWhiteSpace(letter));
            Assert.True(letters <= LongestPolicy, $"The policy has {letters} letters, more than {LongestPolicy}.");
        });
    }

    private static (string[] Actions, Func<DeployedResource, string> Arn) NeedsOf(DeployedResource resource) =>
        Needs.TryGetValue(resource.ShortType, out var needs)
            ? needs
            : throw new InvalidOperationException(
                $"A stack has a {resource.ShortType} now: say here, and in infra/deployer-policy.json, what its deployer needs.");

    private static string Account(string service, string resource) => FakeAws.Account.Arn(service, resource);

    private static string Arn(DeployedResource resource) =>
        resource.Identities.First(identity => identity.StartsWith("arn:", StringComparison.Ordinal));

    private static string BucketArn(DeployedResource resource) => $"arn:aws:s3:::{resource.Text("bucket")}";

    private static string QueueArn(DeployedResource resource) => Account("sqs", resource.Text("queueUrl")!.Split('/')[^1]);

    private static IEnumerable<string> Missing(DeployedStack stack, IEnumerable<PolicyStatement> statements) =>
        (from resource in stack.Resources
         where !resource.IsComponent
         let needs = NeedsOf(resource)
         let arn = needs.Arn(resource)
         from action in needs.Actions
         where !Allows(statements, action, arn)
         select $"{action} on {arn}").Distinct();

    private static bool Allows(IEnumerable<PolicyStatement> statements, string action, string arn) => statements.Any(statement =>
        statement.Actions.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, action))
        && statement.Resources.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, arn)));

    private static IReadOnlyList<PolicyStatement> Statements(string policy) =>
    [
        .. JsonNode.Parse(policy.Replace("ACCOUNT_ID", FakeAws.Account.Id, StringComparison.Ordinal))!["Statement"]!.AsArray()
            .Select(statement => new PolicyStatement(statement!.AsObject())),
    ];
}
