using System.Text.Json;
using Local.Integrations;
using Local.Names;
using Replenishment;
using Replenishment.Planning;
using StatesLanguage;

namespace Local.Lambda;

/// <summary><c>lambda:invoke</c> of StorePlanning: the planning that the function runs, in this process.</summary>
internal static class LambdaIntegration
{
    public static Task<TaskOutcome> InvokeAsync(JsonObject parameters, CancellationToken cancellation)
    {
        var function = parameters.Text("FunctionName");
        return Task.FromResult(function == LocalNames.StorePlanningFunctionArn
            ? Invoke(parameters["Payload"] ?? Json.Null)
            : TaskFailure.Of("Lambda.ResourceNotFoundException", $"Function not found: {function}"));
    }

    private static TaskOutcome Invoke(Json payload)
    {
        try
        {
            var request = JsonSerializer.Deserialize(payload.ToUtf8(), ReplenishmentJson.Wire.PlanRequest)
                ?? throw new JsonException("The payload is null.");
            var result = ReplenishmentPlan.For(request).ToResult();

            return new TaskOutcome.Succeeded(JsonObject.Of(
                ("ExecutedVersion", Json.Of("$LATEST")),
                ("Payload", Json.Parse(JsonSerializer.SerializeToUtf8Bytes(result, ReplenishmentJson.Wire.PlanResult))),
                ("StatusCode", Json.Of(200))));
        }
        catch (Exception error) when (error is InvalidShortageException or JsonException)
        {
            // What the Lambda runtime makes of an exception.
            var name = error.GetType().Name;
            var cause = JsonObject.Of(
                ("errorType", Json.Of(name)), ("errorMessage", Json.Of(error.Message)), ("stackTrace", JsonArray.Empty));
            return TaskFailure.Of(name, cause.ToString());
        }
    }
}
