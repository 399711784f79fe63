namespace StatesLanguage.Running;

internal static class FailWork
{
    public static async ValueTask<Outcome> RunAsync(StateRun run, State.Fail fail)
    {
        var error = await run.TextAsync(fail.Error, run.Input);
        var cause = await run.TextAsync(fail.Cause, run.Input);
        return new Outcome.Failed(new StatesError(error, cause));
    }
}
