using JsonValues;
using StatesLanguage;

namespace Conformance;

/// <summary>Answers Task states as a case's mocks say: by state, and by the number of the call.</summary>
internal sealed class MockedTasks(JsonObject mocks, TaskTokens tokens) : ITaskService
{
    private readonly Dictionary<string, int> calls = [];

    public Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation)
    {
        var number = calls.GetValueOrDefault(call.StateName);
        calls[call.StateName] = number + 1;
        var answer = Answer(call.StateName, number)
            ?? throw new InvalidOperationException($"The case has no mock for call {number} of '{call.StateName}'.");

        var outcome = Outcome(answer);
        if (call.Resource.Pattern == TaskPattern.RequestResponse || answer["Submitted"] is JsonBoolean { Value: false })
        {
            return outcome;
        }

        if (call.Resource.Pattern == TaskPattern.Sync)
        {
            return Task.FromResult<TaskOutcome>(new TaskOutcome.Submitted(JsonObject.Empty, _ => outcome));
        }

        if (outcome.IsCompleted)
        {
            HandBack(call.TaskToken!, outcome.Result);
        }

        return Task.FromResult<TaskOutcome>(new TaskOutcome.Submitted(JsonObject.Empty, null));
    }

    private static Task<TaskOutcome> Outcome(JsonObject answer)
    {
        if (answer["Hang"] is JsonBoolean { Value: true })
        {
            return new TaskCompletionSource<TaskOutcome>().Task;
        }

        var thrown = answer["Throw"] as JsonObject;
        return Task.FromResult<TaskOutcome>(thrown is null
            ? new TaskOutcome.Succeeded(answer["Return"]!)
            : new TaskOutcome.Failed(new StatesError(Case.Text(thrown["Error"]), Case.Text(thrown["Cause"]))));
    }

    private void HandBack(string token, TaskOutcome outcome)
    {
        switch (outcome)
        {
            case TaskOutcome.Succeeded(var output):
                tokens.Succeed(token, output);
                break;
            case TaskOutcome.Failed(var error):
                tokens.Fail(token, error);
                break;
        }
    }

    private JsonObject? Answer(string state, int number)
    {
        foreach (var (numbers, answer) in mocks[state] as JsonObject ?? JsonObject.Empty)
        {
            var ends = numbers.Split('-');
            if (number >= int.Parse(ends[0], null) && number <= int.Parse(ends[^1], null))
            {
                return (JsonObject)answer;
            }
        }

        return null;
    }
}
