using System.Text.Json;
using JsonValues;
using Local.Protocol;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>Step Functions' operations for whoever does a task outside.</summary>
internal sealed class TaskTokenOperations(TaskTokens tokens)
{
    public JsonObject Succeed(JsonObject request)
    {
        Json output;
        var text = request.Text("output");
        try
        {
            output = Json.Parse(text);
        }
        catch (JsonException e)
        {
            throw new AwsException("InvalidOutput", $"Invalid Output: '{JsonProblem.Of(text, e)}'");
        }

        return Answer(tokens.Succeed(request.Text("taskToken"), output));
    }

    public JsonObject Fail(JsonObject request) =>
        Answer(tokens.Fail(request.Text("taskToken"), new(request.ErrorName(), request.Cause())));

    public JsonObject Heartbeat(JsonObject request) => Answer(tokens.Heartbeat(request.Text("taskToken")));

    private static JsonObject Answer(bool isKnown) => isKnown
        ? JsonObject.Empty
        : throw new AwsException("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
}
