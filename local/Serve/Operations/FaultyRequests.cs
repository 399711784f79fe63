using System.Security.Cryptography;
using Local.Faults;
using Local.Protocol;

namespace Local.Serve.Operations;

/// <summary>Requests of clients that hand something over: they are throttled, or done and answered with a failure.</summary>
/// <remarks>Requests that only read never fail on purpose, so that what became of the others can be seen.</remarks>
internal sealed class FaultyRequests(FaultDecisions decisions)
{
    private static readonly Dictionary<string, string> FaultOf = new()
    {
        [$"{OperationTable.Athena}.StartQueryExecution"] = FaultNames.Athena,
        [$"{OperationTable.Firehose}.PutRecord"] = FaultNames.Firehose,
        [$"{OperationTable.Firehose}.PutRecordBatch"] = FaultNames.Firehose,
        [$"{OperationTable.RedshiftData}.ExecuteStatement"] = FaultNames.Redshift,
        [$"{OperationTable.RedshiftData}.BatchExecuteStatement"] = FaultNames.Redshift,
        [$"{OperationTable.Sqs}.SendMessage"] = FaultNames.Sqs,
        [$"{OperationTable.Sqs}.SendMessageBatch"] = FaultNames.Sqs,
        [$"{OperationTable.StepFunctions}.StartExecution"] = FaultNames.Sfn,
    };

    private static readonly bool[] IsDone = [false, true];

    public IReadOnlyDictionary<string, Operation> Around(IReadOnlyDictionary<string, Operation> operations) => operations.ToDictionary(
        operation => operation.Key,
        operation => FaultOf.TryGetValue(operation.Key, out var fault) ? Around(operation.Key, fault, operation.Value) : operation.Value);

    private Operation Around(string target, string fault, Operation operation) => async (body, cancellation) =>
    {
        var fate = decisions.Next(target, Convert.ToHexString(SHA256.HashData(body.Span)));
        if (!fate.Meets(fault))
        {
            return await operation(body, cancellation);
        }

        if (!fate.Of(IsDone, "answer"))
        {
            throw Throttling.Of(target);
        }

        await operation(body, cancellation);
        throw new AwsException("InternalFailure", "The request processing has failed because of an unknown error.", 500);
    };
}
