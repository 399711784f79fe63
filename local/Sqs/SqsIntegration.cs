using JsonValues;
using Local.Integrations;
using StatesLanguage;

namespace Local.Sqs;

/// <summary><c>aws-sdk:sqs:…</c>: an operation of the local SQS.</summary>
internal static class SqsIntegration
{
    public static Integration Of(SqsApi sqs, string operation) => async (parameters, cancellation) =>
    {
        var answer = await sqs.InvokeAsync(operation, parameters.ToUtf8(), cancellation);
        return new TaskOutcome.Succeeded(Json.Parse(answer));
    };

    /// <summary><c>sqs:sendMessage</c>: its body may be JSON; with a task token it waits for whoever got the message.</summary>
    public static Integration SendMessage(SqsApi sqs, bool waits)
    {
        var send = Of(sqs, "SendMessage");
        return async (parameters, cancellation) =>
        {
            var body = parameters["MessageBody"];
            var sent = await send(body is null or JsonString ? parameters : parameters.With("MessageBody", Json.Of(body.ToString())), cancellation);
            return waits && sent is TaskOutcome.Succeeded(var answer) ? new TaskOutcome.Submitted(answer, Completion: null) : sent;
        };
    }
}
