namespace StatesLanguage;

internal static class WaitWork
{
    public static async ValueTask<Outcome> RunAsync(StateRun run, State.Wait wait)
    {
        var input = run.Data.Input();
        var delay = await run.DelayAsync(wait, input);
        await run.Host.Clock.DelayAsync(delay, run.Flow.Cancellation);
        return await run.FinishAsync(input);
    }
}
