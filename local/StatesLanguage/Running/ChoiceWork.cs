using StatesLanguage.Results;

namespace StatesLanguage.Running;

/// <summary>Takes the first rule that holds, or else the default.</summary>
internal static class ChoiceWork
{
    public static ValueTask<Outcome> RunAsync(StateRun run, State.Choice choice)
    {
        if (choice.Language == QueryLanguage.Jsonata)
        {
            return RunJsonataAsync(run, choice);
        }

        var input = run.Data.Input();
        var evaluator = run.Data.Evaluator(input);
        foreach (var rule in choice.Rules)
        {
            if (Comparisons.Holds(rule.Condition, evaluator))
            {
                return LeaveAsync(run, input, rule.Output, rule.Assign, rule.Next);
            }
        }

        return LeaveAsync(run, input, choice.Data.Output, choice.Data.Assign, choice.Default);
    }

    private static async ValueTask<Outcome> RunJsonataAsync(StateRun run, State.Choice choice)
    {
        foreach (var rule in choice.Rules)
        {
            var condition = ((ChoiceCondition.Expression)rule.Condition).Condition;
            var value = await run.Data.EvaluateAsync(condition, run.Input);
            if (value is not JsonBoolean holds)
            {
                throw Settings.WrongType(condition, value, "boolean");
            }

            if (holds.Value)
            {
                return await LeaveAsync(run, run.Input, rule.Output, rule.Assign, rule.Next);
            }
        }

        return await LeaveAsync(run, run.Input, choice.Data.Output, choice.Data.Assign, choice.Default);
    }

    private static ValueTask<Outcome> LeaveAsync(StateRun run, Json input, Template? output, Template? assign, string? next)
    {
        if (next is null)
        {
            throw StateFailure.Runtime("Failed to transition out of the state. The state does not point to a next state.");
        }

        return output is null && assign is null
            ? new(run.Leave(run.Data.Combine(input), null, next))
            : LeaveAssigningAsync(run, input, output, assign, next);
    }

    private static async ValueTask<Outcome> LeaveAssigningAsync(
        StateRun run, Json input, Template? output, Template? assign, string next)
    {
        var (made, assigned) = await run.Data.OutputAsync(output, assign, input, null);
        return run.Leave(run.Data.Combine(made), assigned, next);
    }
}
