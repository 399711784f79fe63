using System.Text.Json.Nodes;
using Local.Sqs;
using StatesLanguage;

namespace Local.Services;

/// <summary><c>aws-sdk:sqs:…</c>: an operation of the local SQS.</summary>
internal static class SqsIntegration
{
    public static Integration Of(SqsApi sqs, string operation) => async (parameters, cancellation) =>
    {
        var answer = await sqs.InvokeAsync(operation, JsonNode.Parse(parameters.ToUtf8()), cancellation);
        return new TaskOutcome.Succeeded(Json.Parse(answer.ToJsonString()));
    };
}
