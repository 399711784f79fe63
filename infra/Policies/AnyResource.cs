namespace Infra.Policies;

/// <summary>
/// All statements of roles whose resource is <c>*</c>, each with the reason. AWS has no narrower resource for these actions.
/// </summary>
internal static class AnyResource
{
    /// <summary>X-Ray: segments belong to no resource that could be named.</summary>
    public static Statement Traces { get; } =
        new("SendTraces", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*");

    /// <summary>X-Ray: sampling rules are the account's, and Step Functions asks for all of them.</summary>
    public static Statement SampledTraces { get; } = Traces with
    {
        Actions = [.. Traces.Actions, "xray:GetSamplingRules", "xray:GetSamplingTargets"],
    };

    /// <summary>
    /// Lake Formation: where it governs the account's lakes, Athena reads a table with credentials that it asks for with
    /// this action, and Lake Formation's own grants say which tables. Elsewhere it lets nobody read anything.
    /// </summary>
    public static Statement GovernedData { get; } = new("AskLakeFormation", ["lakeformation:GetDataAccess"], "*");

    /// <summary>
    /// EC2: Lambda makes its pollers' way to the brokers with the function's role, and to look at networks has no resource.
    /// AWS's own policy for it, AWSLambdaMSKExecutionRole, says the same.
    /// </summary>
    public static Statement BrokerNetwork { get; } = new(
        "ReachBrokers",
        [
            "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets", "ec2:DescribeVpcs",
        ],
        "*");

    /// <summary>
    /// Redshift's Data API: a statement has no ARN. The condition that the API has compares the role's session as well
    /// (<c>redshift-data:statement-owner-iam-userid</c> with <c>${aws:userid}</c>), and nobody promises that Step Functions keeps
    /// one session for a whole execution.
    /// </summary>
    public static Statement OwnStatements { get; } = new(
        "FollowStatements", ["redshift-data:DescribeStatement", "redshift-data:GetStatementResult"], "*");

    /// <summary>
    /// CloudWatch Logs: a log delivery has no ARN, and the log groups' resource policies are the account's. Step
    /// Functions needs these to deliver an execution's log.
    /// </summary>
    public static Statement LogDelivery { get; } = new(
        "DeliverLogs",
        [
            "logs:CreateLogDelivery", "logs:CreateLogStream", "logs:GetLogDelivery", "logs:UpdateLogDelivery",
            "logs:DeleteLogDelivery", "logs:ListLogDeliveries", "logs:PutLogEvents", "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
        ],
        "*");
}
