using JsonValues;
using Local.Sqs;
using StatesLanguage;

namespace Local.Services;

/// <summary>The fields that a task's parameters may have, by the API that it calls: a misspelt one fails the task instead of being lost.</summary>
internal sealed class TaskFields(SqsApi sqs)
{
    private static readonly Dictionary<string, HashSet<string>> Known = new(StringComparer.Ordinal)
    {
        ["athena:startQueryExecution"] =
        [
            "QueryString", "ClientRequestToken", "QueryExecutionContext", "ResultConfiguration", "WorkGroup", "ExecutionParameters",
            "ResultReuseConfiguration", "EngineConfiguration",
        ],
        ["lambda:invoke"] = ["FunctionName", "InvocationType", "LogType", "ClientContext", "Payload", "Qualifier"],
        ["aws-sdk:s3:listObjectsV2"] =
        [
            "Bucket", "Delimiter", "EncodingType", "MaxKeys", "Prefix", "ContinuationToken", "FetchOwner", "StartAfter", "RequestPayer",
            "ExpectedBucketOwner", "OptionalObjectAttributes",
        ],
        ["aws-sdk:sfn:describeMapRun"] = ["MapRunArn"],
    };

    /// <returns>The error with which Step Functions refuses the fields; null when it accepts them.</returns>
    public StatesError? Refuse(TaskResource.Integration resource, JsonObject parameters)
    {
        var known = resource.Service is "sqs" or "aws-sdk:sqs"
            ? sqs.MembersOf(resource.Operation)
            : Known.GetValueOrDefault($"{resource.Service}:{resource.Operation}");
        var unknown = known is null ? [] : parameters.Select(field => field.Key).Where(name => !known.Contains(name)).ToList();
        return unknown.Count == 0 ? null : new(
            StatesError.Runtime,
            $"The Parameters '{parameters}' could not be used to start the Task: "
            + $"[{string.Join(", ", unknown.Select(name => $"The field \"{name}\" is not supported by Step Functions"))}]");
    }
}
