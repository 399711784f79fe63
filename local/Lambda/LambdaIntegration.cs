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

/// <summary><c>lambda:invoke</c>: the functions that state machines call, in this process.</summary>
/// <param name="functions">The functions, by ARN.</param>
internal sealed class LambdaIntegration(IReadOnlyDictionary<string, LambdaCode> functions)
{
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

        return Find(function) is { } code
            ? await InvokeAsync(code, parameters["Payload"] ?? Json.Null, cancellation)
            : TaskFailure.Of("Lambda.ResourceNotFoundException", $"Function not found: {function}");
    }

    /// <summary>Finds a function by name, partial ARN or ARN, each with or without <c>:$LATEST</c>, the only version here.</summary>
    /// <remarks>https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, FunctionName</remarks>
    private LambdaCode? Find(string function)
    {
        const string Latest = ":$LATEST";
        var name = function.EndsWith(Latest, StringComparison.Ordinal) ? function[..^Latest.Length] : function;
        return functions.FirstOrDefault(known => $":{known.Key}".EndsWith($":{name}", StringComparison.Ordinal)).Value;
    }

    private static async Task<TaskOutcome> InvokeAsync(LambdaCode code, Json payload, CancellationToken cancellation)
    {
        try
        {
            return new TaskOutcome.Succeeded(JsonObject.Of(
                ("ExecutedVersion", Json.Of("$LATEST")),
                ("Payload", Json.Parse(await code(payload.ToUtf8(), cancellation))),
                ("StatusCode", Json.Of(200))));
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
}
