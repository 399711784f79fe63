using DynamoDb;
using JsonValues;
using Local.Athena;
using Local.Firehose;
using Local.Protocol;
using Local.Redshift;
using Local.Sqs;
using Local.StepFunctions;

namespace Local.Serve.Operations;

/// <summary>Carries out an operation.</summary>
/// <param name="body">The request's body: JSON in UTF-8.</param>
/// <returns>The answer: JSON in UTF-8.</returns>
internal delegate Task<ReadOnlyMemory<byte>> Operation(ReadOnlyMemory<byte> body, CancellationToken cancellation);

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
        TagOperations tags,
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
            [$"{StepFunctions}.GetExecutionHistory"] = Written(executions.History),
            [$"{StepFunctions}.DescribeMapRun"] = Now(mapRuns.Describe),
            [$"{StepFunctions}.ListMapRuns"] = Now(mapRuns.List),
            [$"{StepFunctions}.CreateActivity"] = Now(activities.Create),
            [$"{StepFunctions}.DescribeActivity"] = Now(activities.Describe),
            [$"{StepFunctions}.ListActivities"] = Now(activities.List),
            [$"{StepFunctions}.DeleteActivity"] = Now(activities.Delete),
            [$"{StepFunctions}.GetActivityTask"] = Later(activities.GetTaskAsync),
            [$"{StepFunctions}.TagResource"] = Now(tags.Tag),
            [$"{StepFunctions}.UntagResource"] = Now(tags.Untag),
            [$"{StepFunctions}.ListTagsForResource"] = Now(tags.List),
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
            operations[$"{Sqs}.{name}"] = Typed((body, cancellation) => sqs.InvokeAsync(name, body, cancellation));
        }

        return operations;
    }

    private static Operation Now(Func<JsonObject, Json> run) =>
        (body, _) => Task.FromResult<ReadOnlyMemory<byte>>(run(RequestBody.Read(body.Span)).ToUtf8());

    /// <summary>An operation that writes its answer itself.</summary>
    private static Operation Written(Func<JsonObject, byte[]> run) =>
        (body, _) => Task.FromResult<ReadOnlyMemory<byte>>(run(RequestBody.Read(body.Span)));

    private static Operation Later(Func<JsonObject, CancellationToken, Task<JsonObject>> run) =>
        async (body, cancellation) => (await run(RequestBody.Read(body.Span), cancellation)).ToUtf8();

    /// <summary>An operation that reads its request into a type of its own.</summary>
    private static Operation Typed(Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>> run) => async (body, cancellation) =>
    {
        try
        {
            return await run(body, cancellation);
        }
        catch (SqsException error) when (error.Code == "SerializationException")
        {
            // What is no JSON object at all is told of as every other operation does.
            RequestBody.Read(body.Span);
            throw;
        }
    };
}
