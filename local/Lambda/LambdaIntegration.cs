using System.Text.Json;
using JsonValues;
using Local.Integrations;
using Pricing;
using RealTime.Tables;
using Replenishment.Planning;
using StatesLanguage;

namespace Local.Lambda;

/// <summary>A Lambda function's own code: what it answers to a payload, both JSON in UTF-8.</summary>
internal delegate Task<byte[]> LambdaCode(byte[] payload, CancellationToken cancellation);

/// <summary>The functions that state machines call, in this process: with <c>lambda:invoke</c>, or by an ARN as a task's resource.</summary>
/// <param name="functions">The functions, by ARN.</param>
internal sealed class LambdaIntegration(IReadOnlyDictionary<string, LambdaCode> functions)
{
    /// <summary><c>lambda:invoke</c>: the answer stands in Payload, among what Lambda's API tells about the call.</summary>
    public async Task<TaskOutcome> InvokeAsync(JsonObject parameters, CancellationToken cancellation)
    {
        var function = parameters.Text("FunctionName");
        if (parameters.Text("InvocationType") is not ("" or "RequestResponse") and var type)
        {
            return TaskFailure.Of(StatesError.Runtime, $"The local stage waits for a function's answer: InvocationType '{type}' is not one of [RequestResponse].");
        }

        if (parameters.Text("Qualifier") is not ("" or "$LATEST") and var qualifier)
        {
            function = $"{function}:{qualifier}";
        }

        var outcome = await CallAsync(function, parameters["Payload"] ?? Json.Null, cancellation);
        return outcome is TaskOutcome.Succeeded(var answer)
            ? new TaskOutcome.Succeeded(JsonObject.Of(
                ("ExecutedVersion", Json.Of("$LATEST")), ("Payload", answer), ("StatusCode", Json.Of(200))))
            : outcome;
    }

    /// <summary>A function as a task's resource: the answer itself is the task's result.</summary>
    /// <param name="function">A name, partial ARN or ARN, each with or without <c>:$LATEST</c>.</param>
    /// <param name="payload">What the function takes; for a function as a resource the state's Parameters or input.</param>
    /// <remarks>https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html</remarks>
    public async Task<TaskOutcome> CallAsync(string function, Json payload, CancellationToken cancellation)
    {
        if (Find(function) is not { } code)
        {
            return TaskFailure.Of("Lambda.ResourceNotFoundException", $"Function not found: {function}");
        }

        try
        {
            return new TaskOutcome.Succeeded(Json.Parse(await code(payload.ToUtf8(), cancellation)));
        }
        catch (Exception error) when (error is InvalidShortageException or InvalidFeaturesException or TableBusyException or JsonException)
        {
            // This is the error that the Lambda runtime makes of an exception.
            var name = error.GetType().Name;
            var cause = JsonObject.Of(
                ("errorType", Json.Of(name)), ("errorMessage", Json.Of(error.Message)), ("stackTrace", JsonArray.Empty));
            return TaskFailure.Of(name, cause.ToString());
        }
    }

    /// <summary>Finds a function by name, partial ARN or ARN, each with or without <c>:$LATEST</c>, the only version here.</summary>
    /// <remarks>https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, FunctionName</remarks>
    private LambdaCode? Find(string function)
    {
        const string Latest = ":$LATEST";
        var name = function.EndsWith(Latest, StringComparison.Ordinal) ? function[..^Latest.Length] : function;
        return functions.FirstOrDefault(known => $":{known.Key}".EndsWith($":{name}", StringComparison.Ordinal)).Value;
    }
}
