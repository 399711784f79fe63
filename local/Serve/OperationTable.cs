using System.Text;
using System.Text.Json.Nodes;
using DynamoDb;
using Local.Athena;
using Local.Firehose;
using Local.Redshift;
using Local.Sqs;
using Local.StepFunctions;

namespace Local.Serve;

/// <summary>Carries out an operation's request.</summary>
internal delegate Task<JsonNode> Operation(JsonObject request, CancellationToken cancellation);

/// <summary>Every operation of the AWS JSON protocols that there is here, by the name in <c>X-Amz-Target</c>.</summary>
internal static class OperationTable
{
    public const string StepFunctions = "AWSStepFunctions";
    public const string Sqs = "AmazonSQS";
    public const string Firehose = "Firehose_20150804";
    public const string Athena = "AmazonAthena";
    public const string RedshiftData = "RedshiftData";
    public const string DynamoDb = "DynamoDB_20120810";

    /// <summary>By the services' names in <c>X-Amz-Target</c>, those that their requests are signed for.</summary>
    public static readonly IReadOnlyDictionary<string, string> SignedFor = new Dictionary<string, string>
    {
        [StepFunctions] = "states",
        [Sqs] = "sqs",
        [Firehose] = "firehose",
        [Athena] = "athena",
        [RedshiftData] = "redshift-data",
        [DynamoDb] = "dynamodb",
    };

    public static IReadOnlyDictionary<string, Operation> Of(
        StateMachineOperations machines,
        ExecutionOperations executions,
        MapRunOperations mapRuns,
        TaskTokenOperations tokens,
        ActivityOperations activities,
        StateTest stateTest,
        FirehoseOperations firehose,
        AthenaOperations athena,
        RedshiftDataOperations redshift,
        TableOperations tables,
        SqsApi sqs)
    {
        var operations = new Dictionary<string, Operation>
        {
            [$"{StepFunctions}.CreateStateMachine"] = Now(machines.Create),
            [$"{StepFunctions}.UpdateStateMachine"] = Now(machines.Update),
            [$"{StepFunctions}.DeleteStateMachine"] = Now(machines.Delete),
            [$"{StepFunctions}.DescribeStateMachine"] = Now(machines.Describe),
            [$"{StepFunctions}.ListStateMachines"] = Now(machines.List),
            [$"{StepFunctions}.ValidateStateMachineDefinition"] = Now(StateMachineOperations.Validate),
            [$"{StepFunctions}.StartExecution"] = Now(executions.Start),
            [$"{StepFunctions}.StartSyncExecution"] = Later(executions.StartSyncAsync),
            [$"{StepFunctions}.StopExecution"] = Later(executions.StopAsync),
            [$"{StepFunctions}.RedriveExecution"] = Now(executions.Redrive),
            [$"{StepFunctions}.DescribeExecution"] = Now(executions.Describe),
            [$"{StepFunctions}.DescribeStateMachineForExecution"] = Now(executions.DescribeStateMachine),
            [$"{StepFunctions}.ListExecutions"] = Now(executions.List),
            [$"{StepFunctions}.GetExecutionHistory"] = Now(executions.History),
            [$"{StepFunctions}.DescribeMapRun"] = Now(mapRuns.Describe),
            [$"{StepFunctions}.ListMapRuns"] = Now(mapRuns.List),
            [$"{StepFunctions}.CreateActivity"] = Now(activities.Create),
            [$"{StepFunctions}.DescribeActivity"] = Now(activities.Describe),
            [$"{StepFunctions}.ListActivities"] = Now(activities.List),
            [$"{StepFunctions}.DeleteActivity"] = Now(activities.Delete),
            [$"{StepFunctions}.GetActivityTask"] = Later(activities.GetTaskAsync),
            [$"{StepFunctions}.TestState"] = Later(stateTest.RunAsync),
            [$"{StepFunctions}.SendTaskSuccess"] = Now(tokens.Succeed),
            [$"{StepFunctions}.SendTaskFailure"] = Now(tokens.Fail),
            [$"{StepFunctions}.SendTaskHeartbeat"] = Now(tokens.Heartbeat),

            [$"{Firehose}.PutRecord"] = Later(firehose.PutAsync),
            [$"{Firehose}.PutRecordBatch"] = Later(firehose.PutBatchAsync),
            [$"{Firehose}.DescribeDeliveryStream"] = Now(firehose.Describe),
            [$"{Firehose}.ListDeliveryStreams"] = Now(firehose.List),

            [$"{Athena}.StartQueryExecution"] = Later(athena.StartAsync),
            [$"{Athena}.GetQueryExecution"] = Now(athena.Get),
            [$"{Athena}.GetQueryResults"] = Now(athena.Results),
            [$"{Athena}.StopQueryExecution"] = Now(athena.Stop),
            [$"{Athena}.ListQueryExecutions"] = Now(athena.List),

            [$"{RedshiftData}.ExecuteStatement"] = Later(redshift.ExecuteAsync),
            [$"{RedshiftData}.BatchExecuteStatement"] = Later(redshift.BatchExecuteAsync),
            [$"{RedshiftData}.DescribeStatement"] = Now(redshift.Describe),
            [$"{RedshiftData}.GetStatementResult"] = Now(redshift.Results),
            [$"{RedshiftData}.ListStatements"] = Now(redshift.List),
            [$"{RedshiftData}.CancelStatement"] = Now(redshift.Cancel),

            [$"{DynamoDb}.BatchGetItem"] = Now(tables.BatchGetItem),
            [$"{DynamoDb}.DescribeTable"] = Now(tables.DescribeTable),
            [$"{DynamoDb}.GetItem"] = Now(tables.GetItem),
            [$"{DynamoDb}.ListTables"] = Now(tables.ListTables),
            [$"{DynamoDb}.Query"] = Now(tables.Query),
            [$"{DynamoDb}.Scan"] = Now(tables.Scan),
        };

        // SQS has a table of its own, for state machines call it too.
        foreach (var name in sqs.Operations)
        {
            operations[$"{Sqs}.{name}"] = async (request, cancellation) =>
                JsonNode.Parse(await sqs.InvokeAsync(name, Encoding.UTF8.GetBytes(request.ToJsonString()), cancellation))!;
        }

        return operations;
    }

    private static Operation Now(Func<JsonObject, JsonObject> run) => (request, _) => Task.FromResult<JsonNode>(run(request));

    private static Operation Later(Func<JsonObject, CancellationToken, Task<JsonObject>> run) =>
        async (request, cancellation) => await run(request, cancellation);
}
