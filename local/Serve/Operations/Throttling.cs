using Local.Protocol;

namespace Local.Serve.Operations;

/// <summary>The answers of each service when it is throttled.</summary>
internal static class Throttling
{
    /// <param name="target">The operation, as <c>X-Amz-Target</c> names it.</param>
    /// <remarks>Codes and statuses that every SDK knows as throttling and sends again; botocore's _retry.json has SQS's 403.</remarks>
    public static AwsException Of(string target) => target.Split('.')[0] switch
    {
        OperationTable.Sqs => new("RequestThrottled", "Request is throttled.", 403),
        OperationTable.Firehose => AwsException.SlowDown(),
        _ => new("ThrottlingException", "Rate exceeded"),
    };
}
